import type { TelemetryOptions } from '../configuration/options.js';
import { startTelemetry } from '../start-telemetry.js';
import { shareTelemetry } from './shared-telemetry.js';
import { functionEnvironment, isFunction } from './vercel.js';

/**
 * Starts telemetry for this process, once, however often Next.js asks. Throws a TelemetryError that lists every problem of the
 * configuration, so that the server does not start.
 */
export async function register(options: TelemetryOptions = {}): Promise<void> {
  const env = options.env ?? process.env;
  // Pages are rendered while building as well, where there is nothing to observe and no port to serve.
  if (env.NEXT_PHASE === 'phase-production-build') return;
  shareTelemetry(() => ({
    telemetry: startTelemetry({ ...options, env: functionEnvironment(env) }),
    freezes: isFunction(env),
  }));
}
