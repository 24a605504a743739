import { type BurnRate, burnRates, thresholdOf } from '../burn-rates.js';
import { ceilingIndicators } from '../ceiling-indicators.js';
import { secondsOf } from '../duration.js';
import { isFast, slowIntervalSeconds } from '../recorded.js';
import { extrapolatedIncrease, monotonic, type Scrapes } from './counters.js';

/** An alert from when it fires until it no longer does, in seconds. */
export interface Firing {
  /** Index in `burnRates`, or the ceiling. */
  rule: number | 'ceiling';
  from: number;
  until: number;
}

export interface Subject {
  target: number;
  windowDays: number;
  /** Error rate that is never to be exceeded; `undefined`: there is no such rule. */
  ceiling: number | undefined;
}

const tile = 300;

/** The samples of the last so many seconds begin at `first`. */
interface Range {
  seconds: number;
  first: number;
}

/**
 * What the generated rules of an availability objective do with these scrapes: the pairs of burn rates and the ceiling, one
 * evaluation a scrape interval. Checked against promtool, which runs the rules themselves (`test/e2e/alerts`).
 */
export function evaluate(
  scrapes: Scrapes,
  subject: Subject,
  { evaluationSeconds, endSeconds }: { evaluationSeconds: number; endSeconds: number },
): Firing[] {
  const { times, length } = scrapes;
  const events = { raw: scrapes.events, made: monotonic(scrapes.events, length) };
  const errors = { raw: scrapes.errors, made: monotonic(scrapes.errors, length) };
  const firings: Firing[] = [];
  const open = new Map<Firing['rule'], number>();
  const say = (rule: Firing['rule'], fires: boolean, now: number): void => {
    const from = open.get(rule);
    if (fires && from === undefined) open.set(rule, now);
    if (!fires && from !== undefined) {
      firings.push({ rule, from, until: now });
      open.delete(rule);
    }
  };

  let last = -1;
  const increase = (of: typeof events, range: Range, now: number): number | undefined =>
    extrapolatedIncrease(times, of.raw, of.made, range.first, last, now, range.seconds);
  /** `undefined` where nothing happened. */
  const ratio = (range: Range, now: number): number | undefined => {
    const all = increase(events, range, now);
    return all === undefined || all <= 0 ? undefined : (increase(errors, range, now) ?? 0) / all;
  };
  /** Forgets the samples that have left the range, which is open at its beginning. */
  const advance = (range: Range, now: number): void => {
    while (range.first < length && times[range.first]! <= now - range.seconds) range.first += 1;
  };
  /** What failed in the range; most of the time nothing did, which is seen without any extrapolation. */
  const failed = (range: Range): number => errors.made[last]! - errors.made[Math.min(range.first, last)]!;

  const ranges = new Map<number, Range>();
  const rangeOf = (seconds: number): Range => {
    const range = ranges.get(seconds) ?? { seconds, first: 0 };
    ranges.set(seconds, range);
    return range;
  };
  const pairs = burnRates.map((rate: BurnRate, index) => ({
    index,
    threshold: thresholdOf(rate, subject),
    long: secondsOf(rate.long),
    short: secondsOf(rate.short),
    leastErrors: rate.leastErrors,
    leastRecentErrors: rate.leastRecentErrors,
    fast: isFast(rate.long),
    recent: isFast(rate.short) ? rangeOf(secondsOf(rate.short)) : undefined,
  }));
  const fastPairs = pairs.flatMap(({ recent, ...pair }) =>
    pair.fast && recent !== undefined ? [{ ...pair, recent, past: rangeOf(pair.long) }] : [],
  );
  const slowPairs = pairs.filter(({ fast }) => !fast);
  const tileRange = rangeOf(tile);
  const sampled = new SampledRates(endSeconds);
  const { floor, windowMinutes, forMinutes } = ceilingIndicators.error_rate;
  const minute = rangeOf(windowMinutes * 60);
  const all = [...ranges.values()];
  let exceededSince: number | undefined;

  for (let now = 0; now <= endSeconds; now += evaluationSeconds) {
    while (last + 1 < length && times[last + 1]! <= now) last += 1;
    if (last < 0) continue;
    for (let i = 0; i < all.length; i += 1) advance(all[i]!, now);
    for (const { index, threshold, past, recent, leastErrors, leastRecentErrors } of fastPairs) {
      let fires = false;
      if (failed(past) * 2 >= leastErrors && (ratio(past, now) ?? 0) > threshold) {
        const share = ratio(recent, now) ?? 0;
        fires =
          share > threshold &&
          (increase(errors, past, now) ?? 0) >= leastErrors &&
          ((increase(errors, recent, now) ?? 0) >= leastRecentErrors || share === 1);
      }
      say(index, fires, now);
    }
    if (subject.ceiling !== undefined) {
      const share = failed(minute) > 0 ? (ratio(minute, now) ?? 0) : 0;
      const exceeded =
        share > subject.ceiling &&
        ((increase(events, minute, now) ?? 0) * share >= floor.least || share === 1);
      exceededSince = exceeded ? (exceededSince ?? now) : undefined;
      say('ceiling', exceededSince !== undefined && now - exceededSince >= forMinutes * 60, now);
    }
    if (now % slowIntervalSeconds === 0) {
      const counted = increase(events, tileRange, now);
      sampled.add(
        now,
        counted === undefined ? undefined : counted / tile,
        (increase(errors, tileRange, now) ?? 0) / tile,
      );
      for (const { index, threshold, long, short, leastErrors, leastRecentErrors, recent } of slowPairs) {
        let fires = false;
        if (
          sampled.errors(long) * slowIntervalSeconds >= leastErrors &&
          (sampled.ratio(long) ?? 0) > threshold
        ) {
          const share = (recent === undefined ? sampled.ratio(short) : ratio(recent, now)) ?? 0;
          const count =
            recent === undefined
              ? sampled.errors(short) * slowIntervalSeconds
              : (increase(errors, recent, now) ?? 0);
          fires = share > threshold && (count >= leastRecentErrors || share === 1);
        }
        say(index, fires, now);
      }
    }
  }
  for (const [rule, from] of open) firings.push({ rule, from, until: endSeconds });
  return firings.sort((a, b) => a.from - b.from);
}

/** What the slow group notes of the rates, and sums of it over long windows. */
class SampledRates {
  readonly #events: Float64Array;
  readonly #errors: Float64Array;
  readonly #times: Float64Array;
  readonly #starts = new Map<number, number>();
  #length = 0;

  constructor(endSeconds: number) {
    const most = Math.floor(endSeconds / slowIntervalSeconds) + 2;
    this.#events = new Float64Array(most);
    this.#errors = new Float64Array(most);
    this.#times = new Float64Array(most);
  }

  /** Sums of everything up to and without the n-th sample are kept, so that a window is a difference. */
  add(now: number, events: number | undefined, errors: number): void {
    if (events === undefined) return;
    const n = this.#length;
    this.#times[n] = now;
    this.#events[n + 1] = this.#events[n]! + events;
    this.#errors[n + 1] = this.#errors[n]! + errors;
    this.#length = n + 1;
  }

  #first(range: number): number {
    const now = this.#times[this.#length - 1] ?? 0;
    let first = this.#starts.get(range) ?? 0;
    while (first < this.#length && this.#times[first]! <= now - range) first += 1;
    this.#starts.set(range, first);
    return first;
  }

  errors(range: number): number {
    return this.#errors[this.#length]! - this.#errors[this.#first(range)]!;
  }

  ratio(range: number): number | undefined {
    const events = this.#events[this.#length]! - this.#events[this.#first(range)]!;
    // Sums of many small numbers leave a residue where there was nothing.
    return events > 1e-9 ? this.errors(range) / events : undefined;
  }
}
