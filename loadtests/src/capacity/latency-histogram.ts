import type { LatencyHistogram } from '@attest/evidence';

/**
 * k6 writes its trends as native histograms of this schema (a factor of 1.1 rounded down to 2^(1/8)); 1 s is a boundary of
 * it, so "longer than a second" can be counted without an error.
 */
export const schema = 3;
const bucketsPerDoubling = 2 ** schema;
/** Of client_golang: what is not above it counts as zero. */
const zeroThresholdSeconds = 2 ** -128;

/** Index of the bucket that holds a duration. */
export function bucketIndex(seconds: number): number {
  const index = Math.ceil(Math.log2(seconds) * bucketsPerDoubling);
  // log2 is off by a hair at some boundaries, which belong to the bucket below.
  return upperBound(index - 1) >= seconds ? index - 1 : index;
}

/** Of a bucket, in seconds. */
export const upperBound = (index: number): number => 2 ** (index / bucketsPerDoubling);

export function latencyHistogram(milliseconds: Iterable<number>): LatencyHistogram {
  const counts = new Map<number, number>();
  let zero = 0;
  for (const ms of milliseconds) {
    const seconds = ms / 1000;
    if (seconds <= zeroThresholdSeconds) zero += 1;
    else {
      const index = bucketIndex(seconds);
      counts.set(index, (counts.get(index) ?? 0) + 1);
    }
  }
  return { schema, zero, buckets: sorted(counts) };
}

/** Exactly the histogram of all requests together. @throws RangeError when the schemas differ */
export function mergeHistograms(histograms: readonly LatencyHistogram[]): LatencyHistogram {
  const counts = new Map<number, number>();
  let zero = 0;
  for (const histogram of histograms) {
    if (histogram.schema !== schema)
      throw new RangeError(
        `a histogram of schema ${histogram.schema} cannot be merged with those of ${schema}`,
      );
    zero += histogram.zero;
    for (const [index, count] of histogram.buckets) counts.set(index, (counts.get(index) ?? 0) + count);
  }
  return { schema, zero, buckets: sorted(counts) };
}

export const countOf = ({ zero, buckets }: LatencyHistogram): number =>
  buckets.reduce((sum, [, count]) => sum + count, zero);

/** How many took longer than a boundary of a bucket; `undefined` when `seconds` is none. */
export function countAbove({ buckets }: LatencyHistogram, seconds: number): number | undefined {
  const boundary = Math.round(Math.log2(seconds) * bucketsPerDoubling);
  if (Math.abs(upperBound(boundary) - seconds) > 1e-9 * seconds) return undefined;
  return buckets.reduce((sum, [index, count]) => (index > boundary ? sum + count : sum), 0);
}

/** Upper end of the bucket in which the quantile lies, in ms: the true one is at most 9 % below. */
export function quantileMs(histogram: LatencyHistogram, quantile: number): number | undefined {
  let remaining = Math.ceil(quantile * countOf(histogram)) - histogram.zero;
  if (countOf(histogram) === 0) return undefined;
  if (remaining <= 0) return 0;
  for (const [index, count] of histogram.buckets) {
    remaining -= count;
    if (remaining <= 0) return 1000 * upperBound(index);
  }
  return undefined;
}

const sorted = (counts: ReadonlyMap<number, number>): [number, number][] =>
  [...counts].sort(([a], [b]) => a - b);
