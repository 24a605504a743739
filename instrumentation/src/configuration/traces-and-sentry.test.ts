import { describe, expect, it } from 'vitest';
import { TelemetryError } from '../telemetry-error.js';
import type { TelemetryOptions } from './options.js';
import { resolveConfiguration } from './resolve-configuration.js';

const dsn = 'https://0123456789abcdef@o1.ingest.example/42';
const otlp = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example/base/' };

function resolve(env: Record<string, string>, options: TelemetryOptions = {}, installed = true) {
  return resolveConfiguration({ service: 'a', ...options, env }, () => installed);
}

function problemsOf(...values: Parameters<typeof resolve>): readonly string[] {
  try {
    resolve(...values);
  } catch (error) {
    return (error as TelemetryError).problems;
  }
  return [];
}

describe('traces', () => {
  it('go to the endpoint of OTLP, a tenth of them, in protobuf', () => {
    expect(resolve(otlp).traces).toEqual({
      ratio: 0.1,
      otlp: {
        url: 'https://collector.example/base/v1/traces',
        headers: {},
        protocol: 'http/protobuf',
        timeoutMs: 10_000,
        compression: 'none',
      },
    });
  });

  it('prefer what is said of traces to what is said of everything', () => {
    const env = {
      ...otlp,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/own',
      OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer%20a, x=1=2',
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_TIMEOUT: '500',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    };
    expect(resolve(env).traces?.otlp).toEqual({
      url: 'http://127.0.0.1:4318/own',
      headers: { authorization: 'Bearer a', x: '1=2' },
      protocol: 'http/json',
      timeoutMs: 500,
      compression: 'gzip',
    });
  });

  it.each([
    [{ OTEL_TRACES_SAMPLER_ARG: '0.25' }, {}, 0.25],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_always_on', OTEL_TRACES_SAMPLER_ARG: '0.25' }, {}, 1],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, {}, 0],
    [{ OTEL_TRACES_SAMPLER_ARG: '0.25' }, { traces: { ratio: 0 } }, 0],
  ] as const)('take their share from %j and %j', (env, options, ratio) => {
    expect(resolve({ ...otlp, ...env }, options).traces?.ratio).toBe(ratio);
  });

  it.each([
    [{}, {}],
    [otlp, { traces: false }],
    [{ ...otlp, OTEL_TRACES_EXPORTER: 'none' }, {}],
    [{ SENTRY_DSN: dsn }, { sentry: { transactions: false } }],
  ] as const)('are off with %j and %j', (env, options) => {
    expect(resolve(env, options as TelemetryOptions).traces).toBeUndefined();
  });
});

describe('Sentry', () => {
  it('takes its release from the revision and its environment from the resource', () => {
    const { sentry, traces } = resolve({ SENTRY_DSN: dsn }, { revision: 'abc', environment: 'staging' });
    expect(sentry).toEqual({
      dsn,
      release: 'abc',
      environment: 'staging',
      transactions: true,
      profileRatio: 0.01,
    });
    expect(traces).toEqual({ ratio: 0.1, otlp: undefined });
  });

  it('prefers its own variables, and what is given in code to these', () => {
    const env = { SENTRY_DSN: dsn, SENTRY_RELEASE: 'r', SENTRY_ENVIRONMENT: 'e' };
    expect(resolve(env, { revision: 'abc' }).sentry).toMatchObject({ release: 'r', environment: 'e' });
    expect(resolve(env, { sentry: { release: 'own' } }).sentry).toMatchObject({
      release: 'own',
      environment: 'e',
    });
    expect(resolve(env, { sentry: false }).sentry).toBeUndefined();
    expect(resolve({}).sentry).toBeUndefined();
  });

  it('cannot be wanted where it is not installed', () => {
    expect(problemsOf({ SENTRY_DSN: dsn }, {}, false)).toEqual([
      'SENTRY_DSN: is set, but @sentry/node is not installed.',
    ]);
  });
});

describe('what is wrong', () => {
  it('is listed all at once, without the secrets in it', () => {
    const problems = problemsOf(
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317',
        OTEL_EXPORTER_OTLP_HEADERS: 'no value s3cret',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
        OTEL_EXPORTER_OTLP_TIMEOUT: 'soon',
        OTEL_EXPORTER_OTLP_COMPRESSION: 'zstd',
        OTEL_TRACES_EXPORTER: 'jaeger',
        OTEL_TRACES_SAMPLER_ARG: '10',
        SENTRY_DSN: 'https://s3cret@example',
      },
      { traces: { share: 1 }, sentry: { profileRatio: 2, dns: '' } } as never,
    );
    for (const name of [
      'traces.share',
      'OTEL_TRACES_EXPORTER',
      'OTEL_TRACES_SAMPLER_ARG',
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'OTEL_EXPORTER_OTLP_HEADERS',
      'OTEL_EXPORTER_OTLP_PROTOCOL',
      'OTEL_EXPORTER_OTLP_TIMEOUT',
      'OTEL_EXPORTER_OTLP_COMPRESSION',
      'SENTRY_DSN',
      'sentry.profileRatio',
      'sentry.dns',
    ]) {
      expect(problems.filter((problem) => problem.startsWith(`${name}:`)).length, name).toBeGreaterThan(0);
    }
    expect(problems.join()).not.toContain('s3cret');
  });

  it('is a TelemetryError', () => {
    expect(() => resolve({ OTEL_TRACES_SAMPLER_ARG: 'x' })).toThrow(TelemetryError);
  });
});
