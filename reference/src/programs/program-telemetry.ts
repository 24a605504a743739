import { startTelemetry, type Telemetry } from '@attest/instrumentation';
import { outside } from '../links/latencies.js';

export interface ProgramIdentity {
  readonly environment: string;
  readonly revision: string;
  /** Unless given, a program stands outside of all regions. */
  readonly region?: string;
}

/** The telemetry of a program that serves the bed and is no service of the platform: on a port that it reports, and ended with the bed. */
export function programTelemetry(
  service: string,
  { environment, revision, region = outside }: ProgramIdentity,
): Telemetry {
  return startTelemetry({
    service,
    region,
    environment,
    revision,
    metricsPort: 0,
    metricsHost: '127.0.0.1',
    drain: false,
  });
}
