/**
 * `node --import @attest/instrumentation/auto app.js`: OpenTelemetry's own instrumentations of libraries (pg, Redis, undici, …),
 * whose spans nest below Attest's. Needs `@opentelemetry/auto-instrumentations-node`, which the service installs; it has to come
 * before everything that it hooks into, and it makes starting slower and every call of those libraries dearer.
 */
import { register } from 'node:module';

if (process.env.ATTEST_DISABLED !== '1' && process.env.ATTEST_DISABLED !== 'true') {
  const { getNodeAutoInstrumentations } = await import('@opentelemetry/auto-instrumentations-node');
  const { registerInstrumentations } = await import('@opentelemetry/instrumentation');
  const { autoInstrumentationConfiguration } = await import('./configuration.js');
  register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
  registerInstrumentations({
    instrumentations: [getNodeAutoInstrumentations(autoInstrumentationConfiguration)],
  });
}
