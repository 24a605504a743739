import type { TelemetryOptions } from './options.js';
import { type OtlpEndpoint, otlpEndpoint } from './otlp-endpoint.js';

export interface TracesConfiguration {
  /** Share of the traces begun here that are recorded; a caller's decision is followed. */
  readonly ratio: number;
  /** Undefined = spans are not exported by OTLP. */
  readonly otlp: OtlpEndpoint | undefined;
}

/** Source of the default: the architecture's transaction rate; every platform can set its own. */
const defaultRatio = 0.1;

/** What OTEL_TRACES_SAMPLER may be, and the ratio it stands for; `arg` = OTEL_TRACES_SAMPLER_ARG. */
const samplers: Readonly<Record<string, number | 'arg'>> = {
  parentbased_traceidratio: 'arg',
  parentbased_always_on: 1,
  parentbased_always_off: 0,
};

/** Undefined when traces are switched off. */
export function traces(
  given: TelemetryOptions['traces'],
  env: Readonly<Record<string, string | undefined>>,
  problems: string[],
): TracesConfiguration | undefined {
  if (given === false) return undefined;
  for (const name of Object.keys(given ?? {})) {
    if (name !== 'ratio') problems.push(`traces.${name}: there is no such option.`);
  }
  const exporter = env.OTEL_TRACES_EXPORTER?.trim() || 'otlp';
  if (exporter !== 'otlp' && exporter !== 'none') {
    problems.push(`OTEL_TRACES_EXPORTER: "${exporter}" is none of otlp, none.`);
  }
  const otlp = exporter === 'none' ? undefined : otlpEndpoint('traces', env, problems);
  return { ratio: ratio(given?.ratio, env, problems), otlp };
}

function ratio(
  given: unknown,
  env: Readonly<Record<string, string | undefined>>,
  problems: string[],
): number {
  if (given !== undefined) return checked('traces.ratio', given, problems);
  const sampler = env.OTEL_TRACES_SAMPLER?.trim() || 'parentbased_traceidratio';
  const fixed = samplers[sampler];
  if (fixed === undefined) {
    problems.push(`OTEL_TRACES_SAMPLER: "${sampler}" is none of ${Object.keys(samplers).join(', ')}.`);
  }
  if (typeof fixed === 'number') return fixed;
  const argument = env.OTEL_TRACES_SAMPLER_ARG?.trim();
  return argument ? checked('OTEL_TRACES_SAMPLER_ARG', Number(argument), problems) : defaultRatio;
}

function checked(name: string, value: unknown, problems: string[]): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  problems.push(`${name}: must be a number from 0 to 1.`);
  return defaultRatio;
}
