import type { Platform } from '@attest/platform';
import { alertmanagerConfig } from './alertmanager.js';
import type { Artefact } from './artefact.js';
import { contextOf, deriveAlerts } from './derive.js';
import type { Links } from './links.js';
import { type BedEndpoints, bedDelivery, type MailAddresses, productionDelivery } from './receivers.js';
import { templateFile } from './message.js';
import { ruleFiles } from './rule-files.js';
import { ruleTestFiles } from './rule-tests.js';
import { toYaml } from './to-yaml.js';

export interface GenerateOptions {
  environment: string;
  links?: Links;
  /** Where Alertmanager finds its secret files. */
  secretsDirectory?: string;
  mail?: MailAddresses & { username: string };
  /** How often rules are evaluated, instead of what the catalog says; for a test bed that lives for minutes. */
  evaluationSeconds?: number;
}

/** Placeholders (RFC 2606) until a platform says who reads its mail. */
const defaultMail = {
  to: 'on-call@example.com',
  from: 'alertmanager@example.com',
  smarthost: 'smtp.example.com:587',
  username: 'alertmanager',
};

/** Prometheus rules, their tests, and Alertmanager's configuration. Pure; throws a SloError for objectives that make no sense. */
export function generate(platform: Platform, options: GenerateOptions): Artefact[] {
  const { environment, mail = defaultMail, evaluationSeconds } = options;
  const compiled = contextOf(platform, options);
  const context = {
    ...compiled,
    path: { ...compiled.path, ...(evaluationSeconds !== undefined && { evaluationSeconds }) },
  };
  const alerts = deriveAlerts(context);
  const secrets = options.secretsDirectory ?? '/etc/alertmanager/secrets';
  const folder = `generated/${environment}`;
  const delivery = productionDelivery(secrets, mail, context.path.groupWaitSeconds);
  return [
    ...[...ruleFiles(context, alerts)].map(([name, groups]) => ({
      path: `${folder}/prometheus/${name}.yml`,
      content: toYaml({ groups }),
    })),
    // A folder of its own: promtool check rules takes prometheus/*.yml.
    ...ruleTestFiles(context, alerts).map(({ name, content }) => ({
      path: `${folder}/prometheus/tests/${name}.yml`,
      content: toYaml(content),
    })),
    {
      path: `${folder}/alertmanager/alertmanager.yml`,
      content: toYaml(alertmanagerConfig(platform, environment, delivery)),
    },
    { path: `${folder}/alertmanager/templates/attest.tmpl`, content: templateFile() },
  ];
}

/** The environment whose rules the reference platform runs. Its clock knows no Sunday: nothing is muted there. */
const bedEnvironment = 'reference';

/** Alertmanager's configuration for the reference platform; it reads `bedTemplates`. */
export const bedAlertmanager = (platform: Platform, endpoints: BedEndpoints): string =>
  toYaml(alertmanagerConfig(platform, bedEnvironment, bedDelivery(endpoints)));

/** Paths relative to Alertmanager's configuration. */
export const bedTemplates = (): Artefact[] => [{ path: 'templates/attest.tmpl', content: templateFile() }];
