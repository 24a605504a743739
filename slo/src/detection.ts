import { type BurnRate, burnRates, thresholdOf } from './burn-rates.js';
import { secondsOf, tidy } from './duration.js';
import type { Objective } from './objective.js';

/** Seconds from the beginning (or the end) of a failure until the condition of an alert holds (or no longer does); `never` exists. */
export type Seconds = number | 'never';

/** What a condition does when, after a clean past with steady traffic, a share of the events begins to fail, and stops failing. */
export interface Times {
  detection: Seconds;
  reset: Seconds;
}

/**
 * A pair fires when the long window holds enough failures: after threshold ÷ errors of it. It resets when the short window is
 * nearly clean again. Both without scrape, evaluation and gathering.
 */
export function burnTimes(rate: BurnRate, objective: Objective, errorRatio: number): Times {
  const threshold = thresholdOf(rate, objective);
  const long = secondsOf(rate.long);
  if (errorRatio <= threshold) return { detection: 'never', reset: 'never' };
  const share = threshold / errorRatio;
  return { detection: tidy(share * long), reset: tidy((1 - share) * secondsOf(rate.short)) };
}

/** One window, and a condition that must hold for a while before anybody is told. */
export function windowTimes(
  { threshold, windowSeconds, forSeconds }: { threshold: number; windowSeconds: number; forSeconds: number },
  errorRatio: number,
): Times {
  if (errorRatio <= threshold) return { detection: 'never', reset: 'never' };
  const share = threshold / errorRatio;
  return {
    detection: tidy(share * windowSeconds + forSeconds),
    reset: tidy((1 - share) * windowSeconds),
  };
}

/** The sooner of two. */
export const sooner = (a: Seconds, b: Seconds): Seconds =>
  a === 'never' ? b : b === 'never' ? a : Math.min(a, b);

/** When the first pair that pages fires while everything fails. */
export const outageDetection = (objective: Objective): Seconds =>
  burnRates
    .filter(({ fast }) => fast)
    .map((rate) => burnTimes(rate, objective, 1).detection)
    .reduce(sooner, 'never');
