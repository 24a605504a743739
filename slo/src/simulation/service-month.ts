import type { Scrapes } from './counters.js';
import type { Random } from './random.js';

const day = 86_400;
export const monthSeconds = 30 * day;

/** A stretch in which more fails than usual. */
export interface Incident {
  from: number;
  until: number;
  /** Share of the requests that fail. */
  share: number;
}

export interface ServiceMonth {
  requestsPerMinute: number;
  /** Share that always fails. */
  background: number;
  incidents: readonly Incident[];
}

/** What happened, beside what was scraped of it. */
export interface Truth {
  requests: number;
  /** Failures of each incident, in pieces of a minute from its beginning. */
  failures: Uint32Array[];
}

/** Twice a week a process restarts, and once a week nothing is scraped for a while. */
const resetsPerMonth = 8;
const gapsPerMonth = 4;
const longestGapSeconds = 900;

/** Traffic of a day: least at night, most in the afternoon; less at weekends. */
const diurnal = (second: number): number =>
  (1 - 0.8 * Math.cos((2 * Math.PI * second) / day)) * ((second / day) % 7 >= 5 ? 0.6 : 1.16);

/** A month of a service, scraped every so many seconds. */
export function live(
  { requestsPerMinute, background, incidents }: ServiceMonth,
  random: Random,
  scrapeSeconds: number,
): { scrapes: Scrapes; truth: Truth } {
  const steps = Math.floor(monthSeconds / scrapeSeconds);
  const times = new Float64Array(steps + 1);
  const events = new Float64Array(steps + 1);
  const errors = new Float64Array(steps + 1);
  const resets = moments(random, resetsPerMonth);
  const gaps = moments(random, gapsPerMonth).map(
    (from) => [from, from + random.next() * longestGapSeconds] as const,
  );
  let gap = gaps.shift();
  const truth: Truth = {
    requests: 0,
    failures: incidents.map(({ from, until }) => new Uint32Array(Math.ceil((until - from) / 60) + 1)),
  };
  const perStep = (requestsPerMinute / 60) * scrapeSeconds;
  let length = 0;
  let mean = 0;
  let counted = 0;
  let failed = 0;
  // Failures are rare, so that it is drawn when the next one comes instead of whether this one is.
  let untilFailure = gapTo(background, random);
  for (let step = 0; step <= steps; step += 1) {
    const now = step * scrapeSeconds;
    while (resets.length > 0 && resets[0]! <= now) {
      resets.shift();
      counted = 0;
      failed = 0;
    }
    // Traffic changes slowly: once in a quarter of an hour is often enough to look.
    if (step % 60 === 0) mean = perStep * diurnal(now);
    const here = step === 0 ? 0 : random.poisson(mean);
    truth.requests += here;
    counted += here;
    for (untilFailure -= here; untilFailure < 0; untilFailure += gapTo(background, random)) failed += 1;
    for (let i = 0; i < incidents.length; i += 1) {
      const { from, until, share } = incidents[i]!;
      if (now < from || now > until) continue;
      const more = share === 1 ? here : binomial(here, share, random);
      failed = Math.min(counted, failed + more);
      truth.failures[i]![Math.floor((now - from) / 60)]! += more;
    }
    while (gap !== undefined && now >= gap[1]) gap = gaps.shift();
    if (gap !== undefined && now >= gap[0]) continue;
    times[length] = now;
    events[length] = counted;
    errors[length] = failed;
    length += 1;
  }
  return { scrapes: { times, events, errors, length }, truth };
}

function moments(random: Random, mean: number): number[] {
  return Array.from({ length: random.poisson(mean) }, () => random.next() * monthSeconds).sort(
    (a, b) => a - b,
  );
}

/** How many requests until the next that fails. */
const gapTo = (share: number, random: Random): number =>
  share <= 0 ? Number.POSITIVE_INFINITY : Math.floor(Math.log(1 - random.next()) / Math.log(1 - share)) + 1;

function binomial(count: number, share: number, random: Random): number {
  if (count > 50) return Math.min(count, random.poisson(count * share));
  let hits = 0;
  for (let i = 0; i < count; i += 1) if (random.next() < share) hits += 1;
  return hits;
}
