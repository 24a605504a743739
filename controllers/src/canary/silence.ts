import type { Interval } from './interval.js';
import { duration } from './reasons.js';

/** For how long no request has reached the canary, though a share of them was sent to it. */
export interface Silence {
  readonly seconds: number;
  /** Requests that should have reached it meanwhile, by its share and by what the baseline got. */
  readonly missed: number;
}

export const noSilence: Silence = { seconds: 0, missed: 0 };

/** Metrics come late, and a new share takes a moment to be in effect. */
const patienceSeconds = 60;

/** Where requests come by chance, none of so many comes once in 10^13. */
const enough = 30;

/** @param weight share of the traffic that is sent to the canary, 0–1. Where all of it is, nobody knows how much that would be. */
export function listen(silence: Silence, { canary, baseline, seconds }: Interval, weight: number): Silence {
  if (canary.requests > 0) return noSilence;
  const expected = weight < 1 ? (baseline.requests * weight) / (1 - weight) : 0;
  return { seconds: silence.seconds + seconds, missed: silence.missed + expected };
}

/**
 * Whether what is sent to the canary gets lost on the way: its instances are gone, or elsewhere than the traffic. Nothing is measured then that
 * could be judged, and every request of its share fails.
 */
export const isCutOff = ({ seconds, missed }: Silence): boolean =>
  seconds >= patienceSeconds && missed >= enough;

export const cutOffReason = ({ seconds, missed }: Silence): string =>
  `No request has reached the canary for ${duration(seconds)}, of about ${Math.round(missed)} that were sent to it.`;
