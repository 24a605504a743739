import type { CapacitySearch, Knee } from '@attest/evidence';
import type { Limit, StepVerdict } from './judge-step.js';

/** One rate that was tried. */
export interface Attempt {
  readonly purpose: 'climb' | 'refine';
  readonly perSecond: number;
  readonly outcome: StepVerdict['outcome'];
  readonly limits: readonly Limit[];
  /** Good answers a second while it lasted; null when unknown. */
  readonly goodPerSecond: number | null;
}

export interface SearchOptions {
  readonly startPerSecond: number;
  readonly minPerSecond: number;
  readonly maxPerSecond: number;
  /** What ends the search at `maxPerSecond`: the caller's wish, or what the generator can do. */
  readonly maxIs: 'max-rate' | 'generator';
  /** The promised share of failures, for where to look next. */
  readonly errorRatio: number;
  /** The bracket is narrow enough when its ends are this close: high ÷ low. */
  readonly resolution: number;
  /** How long a step takes. */
  readonly secondsFor: (perSecond: number, purpose: Attempt['purpose']) => number;
}

export type Next =
  | { readonly do: 'try'; readonly purpose: Attempt['purpose']; readonly perSecond: number }
  | ({ readonly do: 'end' } & CapacitySearch);

/** Whatever keeps the generator from asking may be chance, and pass; four times in a row it does not. */
const mostRepeats = 3;
/** A search that does not converge ends here: a target that answers at random has no knee. */
const mostAttempts = 30;

/**
 * What to try next, in the time that is left. Up by doubling, in short steps, until a rate fails; then in long steps between the highest
 * rate that passed and the lowest that failed, first where the throughput of the failed step says that the knee is, then halving
 * the bracket (geometrically, because what matters is the ratio).
 */
export function nextStep(attempts: readonly Attempt[], options: SearchOptions, leftSeconds: number): Next {
  const next = nextInTime(attempts, options);
  if (next.do === 'end') return next;
  const { secondsFor } = options;
  const best = unconfirmed(attempts);
  // The last that there is time for is to be one that can give an answer.
  if (best !== undefined && bracketOf(attempts).held === undefined) {
    const seconds = secondsFor(best, 'refine');
    const isLast = secondsFor(next.perSecond, next.purpose) + seconds > leftSeconds;
    if (isLast && seconds <= leftSeconds) return attempt('refine', best);
  }
  return secondsFor(next.perSecond, next.purpose) <= leftSeconds
    ? next
    : end('time', `after ${attempts.length} steps`);
}

function nextInTime(attempts: readonly Attempt[], options: SearchOptions): Next {
  const { startPerSecond, minPerSecond, maxPerSecond, maxIs, resolution } = options;
  const newest = attempts.at(-1);
  if (newest === undefined) return attempt('climb', Math.min(startPerSecond, maxPerSecond));
  if (attempts.length >= mostAttempts) return end('time', `no bracket after ${attempts.length} steps`);
  if (newest.outcome === 'void' && timesInARow(attempts) <= mostRepeats)
    return attempt(newest.purpose, newest.perSecond);
  const { held, passed, high } = bracketOf(attempts);
  const unaskable = unaskableOf(attempts);
  if (unaskable !== undefined && unaskable < (high ?? Number.POSITIVE_INFINITY)) {
    // Nothing above it will be known. What is below it, and has passed so far, is worth a long step: a lower bound is an answer.
    const best = unconfirmed(attempts);
    return best === undefined
      ? end('void-step', `${unaskable}/s could not be measured, ${mostRepeats + 1} times in a row`)
      : attempt('refine', best);
  }

  if (high === undefined) {
    const top = Math.max(passed ?? 0, held ?? 0);
    if (top < maxPerSecond) return attempt('climb', Math.min(2 * top, maxPerSecond));
    if (held === top) {
      const who =
        maxIs === 'max-rate'
          ? 'the highest rate that was asked for'
          : 'the most that this generator can send';
      return end(maxIs, `the promises still hold at ${top}/s, ${who}`);
    }
    return attempt('refine', top);
  }
  const low = Math.max(passed ?? 0, held ?? 0);
  if (low === 0) {
    if (high <= minPerSecond)
      return end('lowest-rate', `the promises do not hold at ${high}/s, the lowest rate that was tried`);
    return attempt('refine', Math.max(minPerSecond, rounded(high / 4)));
  }
  if (high / low <= resolution || rounded(high) - rounded(low) <= 1) {
    return low === held ? end('bracket', `between ${low}/s and ${high}/s`) : attempt('refine', low);
  }
  return attempt('refine', between(low, high, attempts, options));
}

/** What is known: the highest rate that held for long, that at least did not fail in a short step, and the lowest that did not hold. */
export function bracketOf(attempts: readonly Attempt[]): { held?: number; passed?: number; high?: number } {
  const bad = attempts.filter(
    ({ outcome, purpose }) => outcome === 'failed' || (purpose === 'refine' && outcome === 'unclear'),
  );
  const high = bad.length === 0 ? undefined : Math.min(...bad.map(({ perSecond }) => perSecond));
  const below = passing(attempts).filter(({ perSecond }) => high === undefined || perSecond < high);
  const held = highestRate(
    below.filter(({ outcome, purpose }) => outcome === 'held' && purpose === 'refine'),
  );
  const passed = highestRate(below);
  return {
    ...(held === undefined ? {} : { held }),
    ...(passed === undefined ? {} : { passed }),
    ...(high === undefined ? {} : { high }),
  };
}

/** The highest rate that has passed in a short step, below whatever did not hold or cannot be asked; none where that has held for long. */
function unconfirmed(attempts: readonly Attempt[]): number | undefined {
  const { held, high = Number.POSITIVE_INFINITY } = bracketOf(attempts);
  const limit = Math.min(high, unaskableOf(attempts) ?? Number.POSITIVE_INFINITY);
  const best = highestRate(passing(attempts).filter(({ perSecond }) => perSecond < limit));
  return best === held ? undefined : best;
}

/** What at least did not fail. */
const passing = (attempts: readonly Attempt[]) =>
  attempts.filter(({ outcome }) => outcome === 'held' || outcome === 'unclear');

const highestRate = (attempts: readonly Attempt[]) =>
  attempts.length === 0 ? undefined : Math.max(...attempts.map(({ perSecond }) => perSecond));

/** How often the newest step was tried at the end of these, without being measured. */
function timesInARow(attempts: readonly Attempt[]): number {
  const newest = attempts.at(-1);
  const isAgain = ({ outcome, perSecond }: Attempt) => outcome === 'void' && perSecond === newest?.perSecond;
  return attempts.length - 1 - attempts.findLastIndex((each) => !isAgain(each));
}

/** The lowest rate that the generator was not able to ask at, however often it tried. */
function unaskableOf(attempts: readonly Attempt[]): number | undefined {
  const given = attempts.filter((_, index) => timesInARow(attempts.slice(0, index + 1)) > mostRepeats);
  return given.length === 0 ? undefined : Math.min(...given.map(({ perSecond }) => perSecond));
}

/** `high` without a rate that held: there is none. */
export function kneeOf(
  attempts: readonly Attempt[],
  { endedBy }: Pick<CapacitySearch, 'endedBy'>,
  slackPerSecond = 0,
): Knee {
  const { held, high } = bracketOf(attempts);
  const value = held ?? null;
  return {
    value,
    low: value === null ? null : Math.round(100 * (value / (1 + slackPerSecond))) / 100,
    high: high ?? null,
    unit: 'requests/s',
    lowerBound:
      value !== null &&
      high === undefined &&
      ['max-rate', 'generator', 'void-step', 'time'].includes(endedBy),
  };
}

/** So far beside the expected knee the first two long steps are taken: together they bracket it. */
const beside = 0.03;

function between(
  low: number,
  high: number,
  attempts: readonly Attempt[],
  { errorRatio }: SearchOptions,
): number {
  const middle = rounded(Math.sqrt(low * high));
  const expected = expectedKnee(attempts, errorRatio);
  for (const factor of [1 - beside, 1 + beside]) {
    const guess = expected === undefined ? undefined : rounded(expected * factor);
    const isNews = guess !== undefined && guess > low * 1.01 && guess < high / 1.01;
    if (isNews) return guess;
  }
  return middle <= low || middle >= high ? rounded((low + high) / 2) : middle;
}

/** What a full target still answers well is what it can do; a limiter may refuse the promised share on top of that. */
function expectedKnee(attempts: readonly Attempt[], errorRatio: number): number | undefined {
  const failed = attempts.filter(({ outcome }) => outcome === 'failed');
  const lowest = failed.reduce<Attempt | undefined>(
    (found, each) => (found === undefined || each.perSecond < found.perSecond ? each : found),
    undefined,
  );
  if (lowest?.goodPerSecond === null || lowest === undefined || lowest.goodPerSecond <= 0) return undefined;
  const isLimiter = lowest.limits.includes('errors') && !lowest.limits.includes('latency');
  return isLimiter ? lowest.goodPerSecond / (1 - errorRatio) : lowest.goodPerSecond;
}

/** Whole requests a second, from 100/s on; tenths below, where one more is much. */
const rounded = (rate: number) => (rate >= 100 ? Math.round(rate) : Math.round(rate * 10) / 10);
const attempt = (purpose: Attempt['purpose'], perSecond: number): Next => ({ do: 'try', purpose, perSecond });
const end = (endedBy: CapacitySearch['endedBy'], detail: string): Next => ({ do: 'end', endedBy, detail });
