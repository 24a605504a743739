import type { FaultName } from '../faults/index.js';
import type { ScheduledFault } from '../schedules/schedule.js';
import type { ExpectationName } from './expectation.js';

/** A game day as data: what is believed, what is done to test it, what must happen, and which claims that decides. */
export interface Experiment {
  readonly title: string;
  readonly hypothesis: string;
  /** Of a schedule, the first one. */
  readonly fault: FaultName;
  /** Ids in the catalog's ledger of claims. */
  readonly claims: readonly string[];
  /** What must happen besides, though the architecture makes no claim of it; judged like claims. */
  readonly expectations: readonly ExpectationName[];
  /** The circuit breaker that has to keep calls away from what is broken, as metrics name it; none is watched unless given. */
  readonly breaker?: string;
  readonly load: Load;
  readonly steadyState: SteadyStateWanted;
  readonly watch: Watch;
  /** Its fault is load as well, so that it takes more of a machine than its load says. */
  readonly addsLoad?: boolean;
  /** Pairs of commits to learn what zero loss costs per write; 0 where that is not asked. */
  readonly pricePairs: number;
}

export interface Load {
  readonly writesPerSecond: number;
  readonly gpuWritesPerSecond: number;
  readonly readsPerSecond: number;
  /** Longer than the edge's own time-out, so that the edge and not the client decides. */
  readonly timeoutSeconds: number;
  /** From nothing to the full rate: connections are opened and code is compiled before anything is judged. */
  readonly rampSeconds: number;
}

export interface SteadyStateWanted {
  /** So long must the platform be good in one piece before anything is done to it. */
  readonly seconds: number;
  /** Share of good arrivals in that time. */
  readonly goodRatio: number;
  /** Give up waiting for it after this long. */
  readonly patienceSeconds: number;
}

export type Watch =
  | {
      readonly for: 'schedule';
      readonly faults: readonly ScheduledFault[];
      /** Clients are watched so long after the last fault is undone. */
      readonly afterUndoSeconds: number;
      /** As for endurance. */
      readonly abortBelowGoodRatio: number;
    }
  | {
      readonly for: 'rollout';
      /** Give up waiting for its end after this long. */
      readonly patienceSeconds: number;
      /** Clients are watched this long after it ended. */
      readonly afterEndSeconds: number;
    }
  | {
      readonly for: 'failover';
      /** Clients are watched this long after recovery began: the 10 s window that is judged, and as long again to see it last. */
      readonly afterRecoverySeconds: number;
    }
  | {
      readonly for: 'endurance';
      /** The fault stays so long. */
      readonly seconds: number;
      /** Undone under load, clients are watched so long afterwards. */
      readonly afterUndoSeconds: number;
      /** The run is ended and the fault undone when less than this share of a 10 s window was good: more is harmed than was meant. */
      readonly abortBelowGoodRatio: number;
    };

/** What may be changed for one run, as `--what-if KEY=VALUE`, with the values that are understood; the first is the design itself. */
export const whatIfs = {
  replication: ['sync', 'async'],
  /** `local`: `synchronous_commit=local`; `cancelled`: the wait for a standby is cut short, and the warning that follows ignored. */
  commit: ['durable', 'local', 'cancelled'],
  /** `early`: acknowledged before anything is stored; `5xx-as-200`: what failed is acknowledged. */
  answers: ['honest', 'early', '5xx-as-200'],
  /** `optimistic`: clients take an unknown outcome for success. */
  clients: ['honest', 'optimistic'],
  /** `dropped`: a write is stored without its jobs; `early`: a job is completed before it has done anything. */
  jobs: ['kept', 'dropped', 'early'],
  /** `renamed`: every attempt to deliver an event has an id of its own. */
  deliveries: ['recognizable', 'renamed'],
  /** `lost`: a write that is repeated is stored once more. */
  keys: ['kept', 'lost'],
  /** `laggard`: the standby that takes over is behind, and is promoted as it is. */
  promotion: ['caught-up', 'laggard'],
  /** `none`: the old primary goes on taking writes, and waits for no standby. */
  fencing: ['on', 'none'],
  /** `restarts`: a primary that is cut off from its standbys starts again, and shows what it has. */
  primary: ['stays-down', 'restarts'],
  /** `old-primary`: what claims to read the new primary reads the old one. */
  reads: ['current', 'old-primary'],
  /** `partial`: a tenth of the traffic stays where it was when all of it should go to the other environment. */
  switching: ['whole', 'partial'],
  /** `breaking`: a column that the old revision writes is renamed before the new revision takes over. */
  migration: ['compatible', 'breaking'],
  /** `never-open`: circuit breakers let everything through; `never-close`: one that has opened stays open. */
  breakers: ['working', 'never-open', 'never-close'],
} as const;

export type WhatIf = { readonly [K in keyof typeof whatIfs]?: (typeof whatIfs)[K][number] };
