import type { Platform } from '@attest/platform';
import { alertPath, compile } from '@attest/slo';
import type { Alert, AlertContext, AlertDraft } from './alert.js';
import { type AlertKind, alertKinds } from './kinds/index.js';
import { defaultLinks, type Links } from './links.js';

export interface DeriveOptions {
  environment: string;
  links?: Links;
}

/** @throws SloError for objectives that make no sense. */
export const contextOf = (
  platform: Platform,
  { environment, links = defaultLinks }: DeriveOptions,
): AlertContext => ({
  platform,
  environment,
  links,
  path: alertPath(platform),
  ...compile(platform),
});

/**
 * Every alert of a platform: what runbooks, dashboards and rule files are made from. Pure.
 *
 * @throws SloError for objectives that make no sense.
 */
export const alertsOf = (platform: Platform, options: DeriveOptions): Alert[] =>
  deriveAlerts(contextOf(platform, options));

export function deriveAlerts(context: AlertContext): Alert[] {
  return (Object.keys(alertKinds) as AlertKind[]).flatMap((kind) =>
    // Not spread, which would work out the cases.
    alertKinds[kind]
      .derive(context)
      .map((draft: AlertDraft) => Object.assign(draft, { kind, file: fileOf(draft) })),
  );
}

/** What is recorded for an objective and the alerts that guard it are in one file, so that they can be tested, and read, by themselves. */
const fileOf = ({ objective, service, promise }: AlertDraft): string =>
  objective ?? (promise === 'alerting' ? 'alerting' : (service ?? 'targets'));
