import { startTelemetry } from '@attest/instrumentation';
import { instrumentExpress } from '@attest/instrumentation/express';
import { createApplication } from '../application.js';

export async function start() {
  const telemetry = startTelemetry({ service: 'bench', metricsPort: 0, metricsHost: '127.0.0.1', env: {} });
  await telemetry.load();
  return createApplication((app) => instrumentExpress(app, telemetry));
}
