import type { FaultName } from '../faults/index.js';

/** A game day as data: what is believed, what is done to test it, and which claims it decides. */
export interface Experiment {
  readonly title: string;
  readonly hypothesis: string;
  readonly fault: FaultName;
  /** The region that suffers: the one that is primary when the run begins. */
  readonly where: 'primary-region';
  /** Ids in the catalog's ledger of claims. */
  readonly claims: readonly string[];
  readonly load: {
    readonly writesPerSecond: number;
    readonly gpuWritesPerSecond: number;
    readonly readsPerSecond: number;
    /** Longer than the edge's own time-out, so that the edge and not the client decides. */
    readonly timeoutSeconds: number;
    /** From nothing to the full rate: connections are opened and code is compiled before anything is judged. */
    readonly rampSeconds: number;
  };
  readonly steadyState: {
    /** So long must the platform be good in one piece before anything is done to it. */
    readonly seconds: number;
    /** Share of good arrivals in that time. */
    readonly goodRatio: number;
    /** Give up waiting for it after this long. */
    readonly patienceSeconds: number;
  };
  /** Clients are watched this long after recovery began: the 10 s window that is judged, and as long again to see it last. */
  readonly watchAfterRecoverySeconds: number;
  /** Pairs of commits to learn what zero loss costs per write. */
  readonly pricePairs: number;
}

/** What may be changed for one run, as `--what-if KEY=VALUE`, with the values that are understood. */
export const whatIfs = {
  replication: ['sync', 'async'],
} as const;

export interface WhatIf {
  readonly replication?: (typeof whatIfs.replication)[number];
}
