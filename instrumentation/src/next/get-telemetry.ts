import type { Telemetry } from '../telemetry.js';
import { TelemetryError } from '../telemetry-error.js';
import { sharedTelemetry } from './shared-telemetry.js';

/** The telemetry that `register` started, for pools, workers and metrics of the service's own. */
export function getTelemetry(): Telemetry {
  const shared = sharedTelemetry();
  if (shared) return shared.telemetry;
  throw new TelemetryError('not-registered', 'Telemetry has not been started in this process.', {
    fix: "instrumentation.ts has to say: export { register } from '@attest/instrumentation/next'. While building there is none.",
  });
}
