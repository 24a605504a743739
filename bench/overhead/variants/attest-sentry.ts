import { startTelemetry } from '@attest/instrumentation';
import { instrumentExpress } from '@attest/instrumentation/express';
import { createApplication } from '../application.js';
import { type Backend, sentryDsn } from './index.js';

export async function start(backend: Backend) {
  const telemetry = startTelemetry({
    service: 'bench',
    metricsPort: 0,
    metricsHost: '127.0.0.1',
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: backend.url, SENTRY_DSN: sentryDsn(backend) },
  });
  await telemetry.load();
  return createApplication((app) => instrumentExpress(app, telemetry));
}
