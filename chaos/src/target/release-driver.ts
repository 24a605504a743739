import type { RolloutEvent } from '@attest/evidence';
import type { Proof } from './proof.js';

/** What is wrong with a revision; nothing when all is left out. */
export interface ReleaseDefect {
  /** Share of the requests that are answered with 500 before anything is stored. */
  readonly errorRatio?: number;
  /** An answer takes so many times as long as it would. */
  readonly latencyFactor?: number;
  /** This share of the answers comes so much later than it would. */
  readonly late?: { readonly ratio: number; readonly ms: number };
  /** Cores that each instance burns more with every minute, whatever is asked of it, until it burns `maxCores`. */
  readonly cpuLeak?: { readonly coresPerMinute: number; readonly maxCores: number };
}

export interface Release {
  readonly defect: ReleaseDefect;
  readonly strategy: ReleaseStrategy;
  /** It stores more than the old revision does, so that its tables have to be changed while that one serves. */
  readonly migrates?: boolean;
}

/** How a new revision gets its traffic. */
export type ReleaseStrategy =
  /** Stage by stage, as the catalog says; the stages last so many times less. */
  | { readonly kind: 'canary'; readonly timeFactor: number }
  /** All of it at once, for so long, and back to the old revision, watched for as long. */
  | { readonly kind: 'blue-green'; readonly seconds: number };

/** One line of a rollout's journal. */
export type RolloutLine = RolloutEvent & { readonly monotonicMs: number };

/** Releases of a service that the target chooses, in the primary region. */
export interface ReleaseDriver {
  /** Deploys a new revision beside the one that serves, and begins its rollout; resolves when it gets its first share of the traffic. */
  begin(release: Release): Promise<void>;
  proveBegun(): Promise<readonly Proof[]>;
  /** Idempotent. Ends a rollout that has not ended and takes the new revision away; one that was promoted stays. */
  withdraw(): Promise<void>;
  /** One revision serves, with all its instances, and gets all of the traffic. */
  proveSettled(): Promise<readonly Proof[]>;
  /** Every line of a rollout's journal from now on. Returns the unsubscriber. */
  subscribe(listener: (line: RolloutLine) => void): () => void;
}
