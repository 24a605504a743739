import type { LatencyHistogram, Measured } from './interval.js';
import { sum } from './interval.js';

/** One revision over all intervals. */
export interface Totals {
  readonly requests: number;
  readonly errors: number;
  readonly latency: LatencyHistogram | undefined;
  readonly cpuSum: number;
  readonly cpuSamples: number;
}

export const noTotals: Totals = { requests: 0, errors: 0, latency: undefined, cpuSum: 0, cpuSamples: 0 };

export const addTotals = (totals: Totals, { requests, errors, latency, cpu }: Measured): Totals => ({
  requests: totals.requests + requests,
  errors: totals.errors + errors,
  latency: latency === undefined ? totals.latency : addLatency(totals.latency, latency),
  cpuSum: totals.cpuSum + (cpu ?? 0),
  cpuSamples: totals.cpuSamples + (cpu === undefined ? 0 : 1),
});

/** Other boundaries than before: only the newest are kept, because counts of different buckets do not add up. */
function addLatency(
  before: LatencyHistogram | undefined,
  { le, counts }: LatencyHistogram,
): LatencyHistogram {
  const same = before?.le.length === le.length && before.le.every((boundary, at) => boundary === le[at]);
  return { le, counts: same ? counts.map((count, at) => count + (before.counts[at] ?? 0)) : counts };
}

/** The bucket that holds the 99th percentile: more than `low` and at most `high` seconds. `undefined` without requests. */
export function p99Of({ latency }: Totals): { low: number; high: number } | undefined {
  const total = latency === undefined ? 0 : sum(latency.counts);
  if (latency === undefined || total === 0) return undefined;
  let seen = 0;
  for (const [at, count] of latency.counts.entries()) {
    seen += count;
    if (seen >= 0.99 * total) return { low: latency.le[at - 1] ?? 0, high: latency.le[at] ?? Infinity };
  }
  return undefined;
}
