import type { Events } from './events.js';
import { logExcessEValue } from './rate-e-value.js';

/**
 * The time that speaks most for a rate being exceeded now. Since it began, and not before, the events are more likely at a rate
 * somewhat above the accepted one than at that rate. Source: Page, "Continuous inspection schemes", Biometrika 41 (1954).
 */
export interface Trouble {
  /** ln of the likelihood ratio since it began; 0: there is none. */
  readonly logRatio: number;
  readonly seconds: number;
  readonly total: number;
  readonly events: number;
}

export const noTrouble: Trouble = { logRatio: 0, seconds: 0, total: 0, events: 0 };

/** The smallest excess that is looked for; it is also the smallest alternative of the alarms. */
export const smallestExcess = 1.25;

/** A burst that is shorter is held against a minute of requests. */
const shortestSeconds = 60;

/** After an interval in which so many of the requests went wrong. @param rate that is accepted, 0–1 */
export function prolong(trouble: Trouble, seen: Events, seconds: number, rate: number): Trouble {
  const logRatio = trouble.logRatio + logExcessEValue(seen, smallestExcess, rate);
  if (logRatio <= 0) return noTrouble;
  return {
    logRatio,
    seconds: trouble.seconds + seconds,
    total: trouble.total + seen.total,
    events: trouble.events + seen.events,
  };
}

/**
 * Whether it is more than the accepted share of a minute's requests. However certain it is that a rate was exceeded, it may have been for
 * a moment, and what it did not last for cannot be held against a revision that keeps its promises again.
 */
export function outweighsAMinute({ seconds, total, events }: Trouble, rate: number): boolean {
  const ofAMinute = seconds === 0 ? 0 : total * Math.max(1, shortestSeconds / seconds);
  return events > rate * ofAMinute;
}
