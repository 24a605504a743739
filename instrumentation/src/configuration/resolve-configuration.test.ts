import { describe, expect, it } from 'vitest';
import { TelemetryError } from '../telemetry-error.js';
import type { TelemetryOptions } from './options.js';
import { resolveConfiguration } from './resolve-configuration.js';

const attributes =
  'service.name=from-attributes,service.version=1.2,cloud.region=eu-west-1,deployment.environment.name=prod%20uction,vcs.ref.head.revision=abc';

function problemsOf(options: TelemetryOptions): readonly string[] {
  try {
    resolveConfiguration(options);
  } catch (error) {
    expect(error).toBeInstanceOf(TelemetryError);
    expect((error as TelemetryError).code).toBe('invalid-configuration');
    for (const problem of (error as TelemetryError).problems) {
      expect((error as TelemetryError).message).toContain(problem);
    }
    return (error as TelemetryError).problems;
  }
  return [];
}

describe('the configuration', () => {
  it('comes from the resource attributes', () => {
    const { resource } = resolveConfiguration({ env: { OTEL_RESOURCE_ATTRIBUTES: attributes } });
    expect(resource).toEqual({
      service: 'from-attributes',
      version: '1.2',
      revision: 'abc',
      region: 'eu-west-1',
      environment: 'prod uction',
    });
  });

  it('prefers OTEL_SERVICE_NAME to the attributes and what is given in code to both', () => {
    const env = { OTEL_SERVICE_NAME: 'from-name', OTEL_RESOURCE_ATTRIBUTES: attributes };
    expect(resolveConfiguration({ env }).resource.service).toBe('from-name');
    const given = { service: 'a', version: 'b', revision: 'c', region: 'd', environment: 'e' };
    expect(resolveConfiguration({ env, ...given }).resource).toEqual(given);
  });

  it('says unknown where nothing is given', () => {
    const { resource } = resolveConfiguration({ service: 'a', env: {} });
    expect(resource).toEqual({
      service: 'a',
      version: 'unknown',
      revision: 'unknown',
      region: 'unknown',
      environment: 'unknown',
    });
  });

  it.each([
    [{}, 9464],
    [{ ATTEST_METRICS_PORT: '' }, 9464],
    [{ ATTEST_METRICS_PORT: '0' }, 0],
    [{ ATTEST_METRICS_PORT: '1234' }, 1234],
    [{ ATTEST_METRICS_PORT: 'off' }, 'off'],
  ] as const)('reads %j as metrics port %s', (env, port) => {
    expect(resolveConfiguration({ service: 'a', env }).metricsPort).toBe(port);
  });

  it('takes the older name of the environment', () => {
    const env = { OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=staging' };
    expect(resolveConfiguration({ service: 'a', env }).resource.environment).toBe('staging');
  });

  it('lists every problem at once', () => {
    const problems = problemsOf({
      region: '',
      models: [''],
      drain: { timeoutSeconds: -1 },
      servise: 'typo',
      env: {
        ATTEST_METRICS_PORT: '70000',
        ATTEST_DISABLED: 'yes',
        OTEL_RESOURCE_ATTRIBUTES: 'no-value,a=%zz',
      },
    } as TelemetryOptions);
    expect(problems).toEqual([
      'ATTEST_DISABLED: "yes" is none of 1, true, 0, false.',
      'OTEL_RESOURCE_ATTRIBUTES: "no-value" is not key=value.',
      'OTEL_RESOURCE_ATTRIBUTES: the value of a is not percent-encoded correctly.',
      'servise: there is no such option.',
      'region: must be a text that is not empty.',
      'service: no name given, neither in code nor as OTEL_SERVICE_NAME.',
      'ATTEST_METRICS_PORT: "70000" is neither a port (0 to 65535, 0 = any) nor off.',
      'models: must be a list of names that are not empty.',
      'drain.timeoutSeconds: "-1" is not a number of seconds.',
    ]);
  });

  it.each(['12.5', '-1', 'none', '9464 '])('refuses the port "%s"', (port) => {
    expect(problemsOf({ service: 'a', env: { ATTEST_METRICS_PORT: port } })).toHaveLength(1);
  });

  it('cannot be wrong when it is disabled', () => {
    const env = { ATTEST_DISABLED: 'true', ATTEST_METRICS_PORT: 'x', OTEL_RESOURCE_ATTRIBUTES: '?' };
    expect(resolveConfiguration({ env }).enabled).toBe(false);
  });
});
