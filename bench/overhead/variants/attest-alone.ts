import { startTelemetry } from '@attest/instrumentation';
import { instrumentExpress } from '@attest/instrumentation/express';
import { createApplication } from '../application.js';
import { type Backend, sentryDsn } from './index.js';

/** What telemetry costs by itself: without what Attest saves Express. */
export async function start(backend: Backend) {
  const telemetry = startTelemetry({
    service: 'bench',
    metricsPort: 0,
    metricsHost: '127.0.0.1',
    sentry: { transactions: false },
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: backend.url, SENTRY_DSN: sentryDsn(backend) },
  });
  await telemetry.load();
  return createApplication((app) => instrumentExpress(app, telemetry, { prepareRequests: false }));
}
