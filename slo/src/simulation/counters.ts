/** What Prometheus has scraped of one service: two counters that are read together. */
export interface Scrapes {
  /** Ascending, in seconds. */
  times: Float64Array;
  /** As scraped: they fall where the process restarted. */
  events: Float64Array;
  errors: Float64Array;
  length: number;
}

/** A counter with its resets made good, so that the increase between two scrapes is a difference. */
export function monotonic(values: Float64Array, length: number): Float64Array {
  const made = new Float64Array(length);
  let lost = 0;
  for (let i = 0; i < length; i += 1) {
    if (i > 0 && values[i]! < values[i - 1]!) lost += values[i - 1]!;
    made[i] = values[i]! + lost;
  }
  return made;
}

/**
 * `increase()` over the samples `first` … `last`, which are those of a range that ends at `end` and is open at its beginning.
 * Source: extrapolatedRate in Prometheus, promql/functions.go. `undefined`: fewer than two samples.
 */
export function extrapolatedIncrease(
  times: Float64Array,
  raw: Float64Array,
  made: Float64Array,
  first: number,
  last: number,
  end: number,
  rangeSeconds: number,
): number | undefined {
  if (last <= first) return undefined;
  const increase = made[last]! - made[first]!;
  const sampled = times[last]! - times[first]!;
  const between = sampled / (last - first);
  const threshold = between * 1.1;
  let toStart = times[first]! - (end - rangeSeconds);
  let toEnd = end - times[last]!;
  if (toStart >= threshold) toStart = between / 2;
  // A counter cannot have been below zero.
  if (increase > 0 && raw[first]! >= 0) toStart = Math.min(toStart, sampled * (raw[first]! / increase));
  if (toEnd >= threshold) toEnd = between / 2;
  return increase * ((sampled + toStart + toEnd) / sampled);
}
