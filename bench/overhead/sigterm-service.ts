/** A service that records every span and every error, and leaves its end to Attest. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTelemetry } from '@attest/instrumentation';
import { instrumentExpress } from '@attest/instrumentation/express';
import express from 'express';
import { sentryDsn } from './variants/index.js';

const [url = ''] = process.argv.slice(2);
const telemetry = startTelemetry({
  service: 'bench',
  metricsPort: 'off',
  traces: { ratio: 1 },
  sentry: { transactions: false },
  env: {
    SENTRY_DSN: sentryDsn({ url }),
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  },
});
await telemetry.load();
const app = instrumentExpress(express(), telemetry).set('env', 'test');
app.get('/orders/:id', (_request, response) => void setTimeout(() => response.json({}), 20));
app.get('/fails/:id', () => {
  throw new Error('fails');
});
const server = createServer(app).listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
