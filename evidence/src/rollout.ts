/** `holding`: it waits, because nobody knows yet, or because a person has to decide. */
export type RolloutOutcome =
  | 'watching'
  | 'holding'
  | 'promoted'
  | 'rolled-back'
  /** All of the traffic was sent to the new revision, and back. */
  | 'switched-back';

/** What a rollout tells of itself while it happens, in order; of each line its service. */
export type RolloutEvent = { readonly service: string } & (
  | {
      readonly event: 'begun';
      readonly baseline: string;
      readonly canary: string;
      /** As they are carried out: so many times shorter than the catalog's as `timeFactor` says. */
      readonly stages: readonly { readonly weight: number; readonly seconds: number }[];
      readonly timeFactor: number;
      readonly metrics: readonly string[];
    }
  /** What runs of each revision, before the new one gets any traffic. */
  | {
      readonly event: 'deployed';
      readonly baseline: DeployedRevision;
      readonly canary: DeployedRevision;
    }
  /** The tables were changed for the new revision, step by step; `revert` is what the old one needs to go on. */
  | {
      readonly event: 'migrated';
      readonly step: 'expand' | 'contract' | 'revert';
      readonly statements: readonly string[];
      readonly seconds: number;
      /** Connections to the database that the old revision had when the step began. */
      readonly oldConnections: number;
    }
  /** Statements that the database refused because of its tables, since they were changed; `null` when nobody could count them. */
  | { readonly event: 'refused'; readonly baseline: number | null; readonly canary: number | null }
  /** Rows that carry what only the new revision stores, at the end; and those of them that are not as they should be. */
  | { readonly event: 'kept'; readonly written: number; readonly wrong: number }
  /** This share (0–1) of the traffic goes to the new revision from now on. */
  | { readonly event: 'sent'; readonly weight: number }
  | {
      readonly event: 'measured';
      /** Since the rollout began. */
      readonly untilSeconds: number;
      readonly seconds: number;
      readonly canary: MeasuredRevision;
      readonly baseline: MeasuredRevision;
    }
  | { readonly event: 'unmeasured'; readonly reason: string }
  | { readonly event: 'retired'; readonly revision: 'canary' | 'baseline' }
  | {
      readonly event: 'notified';
      readonly channel: string;
      readonly outcome: RolloutOutcome;
      readonly metric: string | null;
      readonly summary: string;
    }
  | {
      readonly event: 'ended';
      readonly outcome: RolloutOutcome;
      /** Acknowledged writes that the new revision answered. */
      readonly canaryWrites: number | null;
    }
);

export interface RecordedLatency {
  readonly le: readonly (number | null)[];
  readonly counts: readonly number[];
}

export interface DeployedRevision {
  readonly instances: number;
  readonly ready: number;
}

export interface MeasuredRevision {
  readonly requests: number;
  readonly errors: number;
  /** Acknowledged writes. Reads are also asked for by those who watch, past the edge; writes are the clients'. */
  readonly writes: number;
  /** Upper bound of the bucket that holds the 99th percentile; `null` where it has none or nothing was measured. */
  readonly p99Seconds: number | null;
  /** Requests of each bucket, not cumulative; upper bounds in seconds, `null` = +Inf. `null` when nothing was measured. */
  readonly latency: RecordedLatency | null;
  /** CPU seconds a request; `null` when it was not measured, or could not be compared. */
  readonly cpu: number | null;
}
