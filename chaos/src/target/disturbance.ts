import type { Proof } from './proof.js';

/**
 * One thing that a target can suffer. Injecting, undoing and proving either are separate, so that nothing is believed without having
 * been looked at.
 */
export interface Disturbance {
  inject(): Promise<void>;
  prove(): Promise<readonly Proof[]>;
  /** Idempotent, also after an injection that stopped half-way, or that was never begun. */
  undo(): Promise<void>;
  proveUndone(): Promise<readonly Proof[]>;
}
