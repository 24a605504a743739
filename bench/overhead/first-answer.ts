/** Starts a service, asks it once, and prints how long after the start of the process it had answered. */
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApplication } from './application.js';
import { published } from './published.js';
import { sentryDsn } from './variants/index.js';

const [url = '', ...parts] = process.argv.slice(2);
const app = parts.includes('metrics') ? await instrumented() : createApplication();
const server = createServer(app).listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  get({ port, path: '/api/orders/1', agent: false }, (response) => {
    response.resume().on('end', () => {
      process.stdout.write(String(performance.now()), () => process.exit());
    });
  });
});

async function instrumented() {
  const { startTelemetry }: typeof import('@attest/instrumentation') = await import(published['']);
  const { instrumentExpress }: typeof import('@attest/instrumentation/express') = await import(
    published['/express']
  );
  const telemetry = startTelemetry({
    service: 'bench',
    metricsPort: 0,
    metricsHost: '127.0.0.1',
    env: {
      ...(parts.includes('errors') ? { SENTRY_DSN: sentryDsn({ url }) } : {}),
      ...(parts.includes('traces') ? { OTEL_EXPORTER_OTLP_ENDPOINT: url } : {}),
    },
    sentry: { transactions: parts.includes('traces') },
  });
  return createApplication((app) => instrumentExpress(app, telemetry));
}
