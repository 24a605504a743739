import type { Proof } from './proof.js';

export interface ReplicaDriver {
  /** A standby goes on receiving, and stops replaying. */
  holdReplay(region: string): Promise<void>;
  /** That it is held, and that it has really fallen behind what it received. */
  proveHeld(region: string): Promise<readonly Proof[]>;
  resumeReplay(region: string): Promise<void>;
  proveResumed(region: string): Promise<readonly Proof[]>;
}
