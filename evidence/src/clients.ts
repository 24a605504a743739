import type { ClientStream, ClientsEvidence } from './evidence.js';

/** One request as its client lived it. `t` is when it was due, in ms since the run's start. */
export interface ClientSample {
  readonly t: number;
  readonly ms: number;
  readonly ok: boolean;
  readonly stream: ClientStream;
}

/** One second of one stream, without the stamp that the recorder adds. */
export type ClientsSecond = Omit<ClientsEvidence, 't' | 'at' | 'kind'>;

export interface BucketOptions {
  /** Promised p99 in ms: a good answer that took longer is late. */
  readonly lateMs: number;
  /** Only seconds that had ended by then are told; ms since the run's start. Default: all that have samples. */
  readonly untilMs?: number;
  /** Arrivals that the generator owed and did not send. Without a stream they are held against the writes. */
  readonly drops?: readonly { readonly t: number; readonly count: number; readonly stream?: ClientStream }[];
}

const streams: readonly ClientStream[] = ['writes', 'reads'];

/**
 * Seconds by due time, both streams from the first second with an arrival to the last, oldest first, writes before
 * reads. A second in which nothing arrived stands there with zeros: the judge must see that it saw nothing.
 */
export function bucketClients(
  samples: readonly ClientSample[],
  { lateMs, untilMs = Number.POSITIVE_INFINITY, drops = [] }: BucketOptions,
): ClientsSecond[] {
  const buckets = new Map<string, Bucket>();
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  const bucketAt = (t: number, stream: ClientStream): Bucket | undefined => {
    const second = Math.floor(t / 1000) * 1000;
    if (second + 1000 > untilMs) return undefined;
    first = Math.min(first, second);
    last = Math.max(last, second);
    const key = `${stream} ${second}`;
    const bucket = buckets.get(key) ?? newBucket();
    buckets.set(key, bucket);
    return bucket;
  };
  for (const { t, ms, ok, stream } of samples) {
    const bucket = bucketAt(t, stream);
    if (bucket === undefined) continue;
    bucket.durationsMs.push(ms);
    bucket[ok ? (ms > lateMs ? 'late' : 'good') : 'failed'] += 1;
  }
  for (const { t, count, stream = 'writes' } of drops) {
    const bucket = bucketAt(t, stream);
    if (bucket !== undefined) bucket.dropped += count;
  }
  if (Number.isFinite(untilMs) && Number.isFinite(first)) {
    last = Math.max(last, Math.floor(untilMs / 1000) * 1000 - 1000);
  }
  const seconds: ClientsSecond[] = [];
  for (let second = first; second <= last; second += 1000) {
    for (const stream of streams) {
      seconds.push(told(stream, second, buckets.get(`${stream} ${second}`) ?? newBucket()));
    }
  }
  return seconds;
}

/** Value at rank ⌈p·n⌉ of the ordered values; undefined for none. */
export function nearestRank(ordered: readonly number[], p: number): number | undefined {
  return ordered[Math.max(0, Math.ceil(p * ordered.length) - 1)];
}

interface Bucket {
  readonly durationsMs: number[];
  good: number;
  late: number;
  failed: number;
  dropped: number;
}

const newBucket = (): Bucket => ({ durationsMs: [], good: 0, late: 0, failed: 0, dropped: 0 });

function told(stream: ClientStream, second: number, bucket: Bucket): ClientsSecond {
  const { good, late, failed, dropped } = bucket;
  const ordered = bucket.durationsMs.toSorted((a, b) => a - b);
  const rank = (p: number) => {
    const ms = nearestRank(ordered, p);
    return ms === undefined ? null : Math.round(ms * 1000) / 1000;
  };
  const arrivals = good + late + failed + dropped;
  return { stream, second, arrivals, good, failed, late, dropped, p50Ms: rank(0.5), p99Ms: rank(0.99) };
}
