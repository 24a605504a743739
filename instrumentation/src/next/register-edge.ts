import type { TelemetryOptions } from '../configuration/options.js';
import { resolveConfiguration } from '../configuration/resolve-configuration.js';
import { edgeTelemetry } from './edge-telemetry.js';
import { shareTelemetry } from './shared-telemetry.js';
import { functionEnvironment } from './vercel.js';

/** As in Node.js; nothing can be scraped here, so metrics arrive where an OTLP endpoint is configured. */
export async function register(options: TelemetryOptions = {}): Promise<void> {
  const env = options.env ?? process.env;
  if (env.NEXT_PHASE === 'phase-production-build') return;
  shareTelemetry(() => {
    const known = functionEnvironment({ ...env, ATTEST_METRICS_PORT: 'off' });
    return { telemetry: edgeTelemetry(resolveConfiguration({ ...options, env: known })), freezes: true };
  });
}
