import type { Resource, TelemetryOptions } from './options.js';

export interface SentryConfiguration {
  readonly dsn: string;
  readonly release: string | undefined;
  readonly environment: string;
  /** Whether traces become transactions, too. */
  readonly transactions: boolean;
  /** Share of all requests that are profiled; at most the share that is traced. */
  readonly profileRatio: number;
}

/** Source of the default: the architecture's profile rate. */
const defaultProfileRatio = 0.01;

/** `https://key@host/project`, with a path before the project where Sentry is self-hosted. */
const dsnPattern = /^https?:\/\/\w+(?::\w+)?@[\w.[\]:-]+(?:\/[\w.-]+)*\/\d+$/;

/** Undefined when no DSN is set. */
export function sentry(
  given: TelemetryOptions['sentry'],
  resource: Resource,
  env: Readonly<Record<string, string | undefined>>,
  problems: string[],
  isInstalled: () => boolean,
): SentryConfiguration | undefined {
  if (given === false) return undefined;
  const known = ['dsn', 'release', 'environment', 'transactions', 'profileRatio'];
  for (const name of Object.keys(given ?? {})) {
    if (!known.includes(name)) problems.push(`sentry.${name}: there is no such option.`);
  }
  const [name, dsn] = given?.dsn === undefined ? ['SENTRY_DSN', env.SENTRY_DSN] : ['sentry.dsn', given.dsn];
  if (!dsn) return undefined;
  // A DSN holds a key, so that it is not repeated.
  if (!dsnPattern.test(dsn)) problems.push(`${name}: is not of the form https://key@host/project.`);
  else if (!isInstalled()) problems.push(`${name}: is set, but @sentry/node is not installed.`);
  const { profileRatio = defaultProfileRatio, transactions = true } = given ?? {};
  if (typeof transactions !== 'boolean') problems.push('sentry.transactions: must be true or false.');
  if (typeof profileRatio !== 'number' || !(profileRatio >= 0 && profileRatio <= 1)) {
    problems.push('sentry.profileRatio: must be a number from 0 to 1.');
  }
  const revision = resource.revision === 'unknown' ? undefined : resource.revision;
  return {
    dsn,
    release: given?.release || env.SENTRY_RELEASE || revision,
    environment: given?.environment || env.SENTRY_ENVIRONMENT || resource.environment,
    transactions,
    profileRatio,
  };
}
