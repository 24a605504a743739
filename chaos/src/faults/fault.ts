import type { Proof, Target } from '../target/index.js';

/** Where a fault strikes. */
export interface Site {
  /** The region that is primary when the run begins. */
  readonly primary: string;
  /** The region that may take over from it. */
  readonly takeover: string;
  /** One that is neither; `undefined` where there are only two. */
  readonly bystander?: string | undefined;
}

/**
 * Something bad that is done on purpose. Injecting and undoing are separate from proving either, so that neither can be
 * believed without having been looked at. Undoing is idempotent, and possible after an injection that stopped half-way.
 */
export interface Fault {
  readonly title: string;
  /** How it is done to a real platform, for people and for the exported experiments. */
  readonly elsewhere: string;
  /** What the target lacks to suffer this fault; `undefined` when nothing. */
  missing(target: Target): string | undefined;
  inject(target: Target, site: Site): Promise<void>;
  prove(target: Target, site: Site): Promise<readonly Proof[]>;
  undo(target: Target, site: Site): Promise<void>;
  proveUndone(target: Target, site: Site): Promise<readonly Proof[]>;
}
