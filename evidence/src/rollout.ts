/** `holding`: it waits, because nobody knows yet, or because a person has to decide. */
export type RolloutOutcome = 'watching' | 'holding' | 'promoted' | 'rolled-back';

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

export interface MeasuredRevision {
  readonly requests: number;
  readonly errors: number;
  /** Upper bound of the bucket that holds the 99th percentile; `null` where it has none or nothing was measured. */
  readonly p99Seconds: number | null;
  /** CPU seconds a request; `null` when it was not measured, or could not be compared. */
  readonly cpu: number | null;
}
