import { startTelemetry } from '@attest/instrumentation';
import { type ExpressOptions, instrumentExpress } from '@attest/instrumentation/express';
import { createApplication } from '../application.js';
import { type Backend, sentryDsn } from './index.js';

/** The application with metrics, 10 % of the traces, and Sentry's errors; `transactions`: those of the traces as well. */
export async function startAttest(backend: Backend, transactions: boolean, options?: ExpressOptions) {
  const telemetry = startTelemetry({
    service: 'bench',
    metricsPort: 0,
    metricsHost: '127.0.0.1',
    sentry: { transactions },
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: backend.url, SENTRY_DSN: sentryDsn(backend) },
  });
  await telemetry.load();
  return createApplication((app) => instrumentExpress(app, telemetry, options));
}
