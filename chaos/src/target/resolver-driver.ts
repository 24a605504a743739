import type { Disturbance } from './disturbance.js';

/** Between the clients of the name service and its authority, which itself stays correct. */
export interface ResolverDriver {
  /** Goes on for so long with what it answered when this began, whatever changes meanwhile. */
  stale(seconds: number): Disturbance;
  slow(addedMs: number): Disturbance;
}
