import { unknownValue } from '../contract/values.js';
import { TelemetryError } from '../telemetry-error.js';
import { metricsPush } from './metrics-push.js';
import type { Configuration, DrainOptions, Resource, TelemetryOptions } from './options.js';
import { parseResourceAttributes } from './resource-attributes.js';
import { sentry } from './sentry.js';
import { traces } from './traces.js';

const defaultMetricsPort = 9464; // The OpenTelemetry Prometheus exporter's.
const defaultDrain: Required<DrainOptions> = { delaySeconds: 1, timeoutSeconds: 25 };

/** Where each part of the resource comes from when it is not given in code. */
const attributeNames: Record<keyof Resource, readonly string[]> = {
  service: ['service.name'],
  version: ['service.version'],
  revision: ['vcs.ref.head.revision'],
  region: ['cloud.region'],
  environment: ['deployment.environment.name', 'deployment.environment'],
};

const knownOptions: Record<keyof TelemetryOptions, true> = {
  service: true,
  version: true,
  revision: true,
  region: true,
  environment: true,
  metricsPort: true,
  metricsHost: true,
  models: true,
  traces: true,
  sentry: true,
  drain: true,
  env: true,
};

/** Throws a TelemetryError that lists every problem; when disabled there are none, so that switching it off always works. */
export function resolveConfiguration(
  options: TelemetryOptions = {},
  sentryIsInstalled: () => boolean = () => true,
): Configuration {
  const env = options.env ?? process.env;
  const problems: string[] = [];
  const enabled = !disabled(env.ATTEST_DISABLED, problems);
  const parsed = parseResourceAttributes(env.OTEL_RESOURCE_ATTRIBUTES ?? '');
  problems.push(...parsed.problems);

  for (const name of Object.keys(options)) {
    if (!(name in knownOptions)) problems.push(`${name}: there is no such option.`);
  }
  const resolve = (part: keyof Resource, fallback: string | undefined): string => {
    const given = options[part];
    if (given !== undefined) {
      if (typeof given === 'string' && given.trim() !== '') return given;
      problems.push(`${part}: must be a text that is not empty.`);
      return unknownValue;
    }
    const attribute = attributeNames[part].map((name) => parsed.attributes.get(name)).find(Boolean);
    return fallback || attribute || unknownValue;
  };
  const resource: Resource = {
    service: resolve('service', env.OTEL_SERVICE_NAME),
    version: resolve('version', undefined),
    revision: resolve('revision', undefined),
    region: resolve('region', undefined),
    environment: resolve('environment', undefined),
  };
  if (resource.service === unknownValue && options.service === undefined) {
    problems.push('service: no name given, neither in code nor as OTEL_SERVICE_NAME.');
  }
  const sentryConfiguration = sentry(options.sentry, resource, env, problems, sentryIsInstalled);
  const tracesConfiguration = traces(options.traces, env, problems);
  const wanted = tracesConfiguration?.otlp !== undefined || sentryConfiguration?.transactions === true;
  const port = metricsPort(options.metricsPort, env.ATTEST_METRICS_PORT, problems);
  const configuration: Configuration = {
    enabled,
    resource,
    metricsPort: port,
    metricsPush: metricsPush(env, port !== 'off', problems),
    instanceId: parsed.attributes.get('service.instance.id') ?? crypto.randomUUID(),
    metricsHost: options.metricsHost,
    models: models(options.models, problems),
    drain: drain(options.drain, problems),
    traces: wanted ? tracesConfiguration : undefined,
    sentry: sentryConfiguration,
    resourceAttributes: parsed.attributes,
  };
  if (enabled && problems.length > 0) {
    const list = problems.map((problem) => `\n  - ${problem}`).join('');
    throw new TelemetryError('invalid-configuration', `Telemetry cannot start:${list}`, {
      fix: 'Correct each of these, or set ATTEST_DISABLED=1 to run without telemetry.',
      problems,
    });
  }
  return configuration;
}

function disabled(value: string | undefined, problems: string[]): boolean {
  if (value === '1' || value === 'true') return true;
  if (value && value !== '0' && value !== 'false') {
    problems.push(`ATTEST_DISABLED: "${value}" is none of 1, true, 0, false.`);
  }
  return false;
}

function metricsPort(given: unknown, fromEnv: string | undefined, problems: string[]): number | 'off' {
  const [name, value] =
    given !== undefined ? ['metricsPort', given] : ['ATTEST_METRICS_PORT', fromEnv || defaultMetricsPort];
  if (value === 'off') return 'off';
  const port = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  problems.push(`${name}: "${String(value)}" is neither a port (0 to 65535, 0 = any) nor off.`);
  return 'off';
}

function models(given: unknown, problems: string[]): readonly string[] {
  if (given === undefined) return [];
  if (Array.isArray(given) && given.every((model) => typeof model === 'string' && model !== '')) return given;
  problems.push('models: must be a list of names that are not empty.');
  return [];
}

function drain(given: TelemetryOptions['drain'], problems: string[]): Configuration['drain'] {
  if (given === false) return false;
  const resolved = { ...defaultDrain, ...given };
  for (const [name, value] of Object.entries(resolved)) {
    if (!(name in defaultDrain)) problems.push(`drain.${name}: there is no such option.`);
    else if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
      problems.push(`drain.${name}: "${String(value)}" is not a number of seconds.`);
    }
  }
  return resolved;
}
