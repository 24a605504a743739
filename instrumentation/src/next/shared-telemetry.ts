import type { Telemetry } from '../telemetry.js';

export interface Shared {
  readonly telemetry: Telemetry;
  /** The process may be stopped as soon as a response is sent, with everything that was not sent by then. */
  readonly freezes: boolean;
}

const key = Symbol.for('attest.next');
const holder = globalThis as { [key]?: Shared };

// Next.js bundles this package once for `instrumentation.ts` and again for routes: they meet where there is one per process.

/** The telemetry of this process; created by whoever asks first. */
export function shareTelemetry(create: () => Shared): Telemetry {
  holder[key] ??= create();
  return holder[key].telemetry;
}

/** Undefined before `register` ran. */
export function sharedTelemetry(): Shared | undefined {
  return holder[key];
}
