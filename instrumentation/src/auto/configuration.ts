import type { InstrumentationConfigMap } from '@opentelemetry/auto-instrumentations-node';

/** What Attest does itself: a second span or a second series of the same thing would be wrong, not more. */
export const autoInstrumentationConfiguration: InstrumentationConfigMap = {
  // Outgoing requests only; the SERVER span is Attest's.
  '@opentelemetry/instrumentation-http': { disableIncomingRequestInstrumentation: true },
  '@opentelemetry/instrumentation-express': { enabled: false },
  '@opentelemetry/instrumentation-router': { enabled: false },
  '@opentelemetry/instrumentation-runtime-node': { enabled: false },
  '@opentelemetry/instrumentation-host-metrics': { enabled: false },
};
