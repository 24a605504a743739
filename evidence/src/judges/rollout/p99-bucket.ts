import type { RecordedLatency } from '../../rollout.js';

/** The bucket of a histogram that holds the 99th percentile: more than `low` and at most `high` seconds. */
export interface P99Bucket {
  readonly low: number;
  readonly high: number;
}

/** Of all looks together, added bucket by bucket. `undefined` without requests, or when their buckets are not the same. */
export function p99Bucket(looks: readonly (RecordedLatency | null)[]): P99Bucket | undefined {
  const known = looks.filter((look) => look !== null);
  const [first] = known;
  if (first === undefined || known.some(({ le }) => le.join() !== first.le.join())) return undefined;
  const counts = first.le.map((_, at) => known.reduce((sum, look) => sum + (look.counts[at] ?? 0), 0));
  const total = counts.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (const [at, count] of counts.entries()) {
    seen += count;
    if (total > 0 && seen >= 0.99 * total)
      return { low: first.le[at - 1] ?? 0, high: first.le[at] ?? Number.POSITIVE_INFINITY };
  }
  return undefined;
}
