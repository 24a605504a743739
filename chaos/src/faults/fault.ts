import type { Proof, Target } from '../target.js';

/**
 * Something bad that is done on purpose. Injecting and undoing are separate from proving either, so that neither can be
 * believed without having been looked at. Undoing is idempotent.
 */
export interface Fault {
  readonly title: string;
  /** What the target lacks to suffer this fault; `undefined` when nothing. */
  missing(target: Target): string | undefined;
  inject(target: Target, region: string): Promise<void>;
  prove(target: Target, region: string): Promise<readonly Proof[]>;
  undo(target: Target, region: string): Promise<void>;
  proveUndone(target: Target, region: string): Promise<readonly Proof[]>;
}
