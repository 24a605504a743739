import type { Disturbance } from './disturbance.js';

/** How one instance of every service starts, chosen by the target. */
export interface StartDriver {
  /** Killed, and not ready before so long after it was started again. */
  slow(region: string, delayMs: number): Disturbance;
  /** A configuration is rolled out to it with which it refuses to start. */
  misconfigured(region: string): Disturbance;
}
