import type { Configuration } from './configuration/options.js';
import { Lifecycle } from './lifecycle/lifecycle.js';
import { noopCounter, noopGauge, noopHistogram } from './metrics/instruments.js';
import type { Telemetry } from './telemetry.js';

/** What is there with ATTEST_DISABLED=1: everything works, and nothing is recorded. */
export function disabledTelemetry({ resource, models }: Configuration): Telemetry {
  return {
    enabled: false,
    resource,
    models,
    metricsPort: undefined,
    listening: Promise.resolve(undefined),
    lifecycle: new Lifecycle(),
    counter: () => noopCounter,
    gauge: () => noopGauge,
    histogram: () => noopHistogram,
    collect: () => () => {},
    dropped: () => {},
    tracing: undefined,
    reportError: () => {},
    setUser: () => {},
    logFields: () => ({}),
    load: async () => {},
    metrics: async () => '',
    onShutdown: () => {},
    flush: async () => {},
    shutdown: async () => {},
  };
}
