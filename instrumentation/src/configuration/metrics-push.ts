import type { Temporality } from '../otlp/metrics-request.js';
import { type OtlpEndpoint, otlpEndpoint } from './otlp-endpoint.js';

type Environment = Readonly<Record<string, string | undefined>>;

export interface MetricsPushConfiguration extends OtlpEndpoint {
  readonly temporality: Temporality;
  readonly intervalMs: number;
}

const defaultIntervalMs = 60_000;
const exporters = ['otlp', 'prometheus', 'none'];

/**
 * Whether and where metrics are pushed. With OTEL_METRICS_EXPORTER unset: when there is an endpoint for metrics of their own, or
 * a general one and nobody who scrapes; a process that is both scraped and pushed would count twice in every sum.
 * Source: OpenTelemetry specification, "Environment Variable Specification".
 */
export function metricsPush(
  env: Environment,
  scraped: boolean,
  problems: string[],
): MetricsPushConfiguration | undefined {
  const asked = (env.OTEL_METRICS_EXPORTER ?? '').split(',').flatMap((one) => one.trim() || []);
  for (const exporter of asked) {
    if (!exporters.includes(exporter))
      problems.push(`OTEL_METRICS_EXPORTER: "${exporter}" is none of ${exporters.join(', ')}.`);
  }
  const own = Boolean(env.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT?.trim());
  if (!(asked.length === 0 ? own || !scraped : asked.includes('otlp'))) return undefined;
  const endpoint = otlpEndpoint('metrics', env, problems);
  if (!endpoint) {
    if (asked.includes('otlp'))
      problems.push('OTEL_METRICS_EXPORTER: otlp needs OTEL_EXPORTER_OTLP_ENDPOINT or _METRICS_ENDPOINT.');
    return undefined;
  }
  return {
    ...endpoint,
    temporality: temporality(env.OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE, problems),
    intervalMs: intervalMs(env.OTEL_METRIC_EXPORT_INTERVAL, problems),
  };
}

function temporality(value: string | undefined, problems: string[]): Temporality {
  const known = value?.trim().toLowerCase() || 'cumulative';
  if (known === 'cumulative' || known === 'delta') return known;
  problems.push(
    `OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: "${value}" is neither cumulative nor delta.`,
  );
  return 'cumulative';
}

function intervalMs(value: string | undefined, problems: string[]): number {
  if (!value?.trim()) return defaultIntervalMs;
  const milliseconds = Number(value);
  if (Number.isFinite(milliseconds) && milliseconds > 0) return milliseconds;
  problems.push(`OTEL_METRIC_EXPORT_INTERVAL: "${value}" is not a number of milliseconds.`);
  return defaultIntervalMs;
}
