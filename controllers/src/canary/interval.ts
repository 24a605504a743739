/** What both revisions did in the same interval, so that whatever happens to both cancels out. */
export interface Interval {
  /** End of the interval, in seconds since the rollout began. */
  readonly t: number;
  readonly seconds: number;
  readonly canary: Measured;
  readonly baseline: Measured;
}

export interface Measured {
  readonly requests: number;
  readonly errors: number;
  /** Acknowledged writes, where somebody counts them. */
  readonly writes?: number | undefined;
  readonly latency?: LatencyHistogram | undefined;
  /** CPU of the revision, in whatever unit, the same for both; `undefined`: not measured. */
  readonly cpu?: number | undefined;
}

export interface LatencyHistogram {
  /** Upper bounds in seconds, ascending; the last is Infinity. */
  readonly le: readonly number[];
  /** Requests of each bucket, not cumulative. */
  readonly counts: readonly number[];
}

export const nothingMeasured: Measured = { requests: 0, errors: 0 };

/** How many requests took longer than this boundary; `undefined` when it is none of the histogram's. */
export function countAbove({ le, counts }: LatencyHistogram, boundarySeconds: number): number | undefined {
  const at = le.indexOf(boundarySeconds);
  return at < 0 ? undefined : sum(counts.slice(at + 1));
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
