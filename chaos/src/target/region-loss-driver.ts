import type { Proof } from './proof.js';

/** The loss of a region: its links first, then its processes (the design's §6 says why in this order). */
export interface RegionLossDriver {
  cutLinks(region: string): Promise<void>;
  /** SIGKILLs everything in the region; resolves when the operating system confirms that all are gone. */
  killProcesses(region: string): Promise<void>;
  /** Is the region really gone? One proof per link and process group that was looked at. */
  proveLost(region: string): Promise<readonly Proof[]>;
  /** Idempotent. The old primary stays fenced: reseeding and failback are steps of their own. */
  restore(region: string): Promise<void>;
  proveRestored(region: string): Promise<readonly Proof[]>;
}
