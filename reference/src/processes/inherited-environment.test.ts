import { expect, it } from 'vitest';
import { inheritedEnvironment } from './inherited-environment.js';

it('keeps telemetry of the bed away from where that of the real platform goes', () => {
  expect(
    inheritedEnvironment({
      PATH: '/bin',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://metrics.example',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=x',
      SENTRY_DSN: 'https://x@sentry.example/1',
      NOTEL_X: 'kept',
    }),
  ).toEqual({ PATH: '/bin', NOTEL_X: 'kept' });
});
