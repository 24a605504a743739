import { burnRates } from '../burn-rates.js';
import { secondsOf } from '../duration.js';
import type { Firing, Subject } from './evaluate.js';
import type { Incident, Truth } from './service-month.js';

const hour = 3600;

/** How much of the budget an incident burned, and how fast. */
export interface Burned {
  /** Share of the budget of the month, all of the incident. */
  budget: number;
  /** The worst hour, six hours, three days of it. */
  worst: { window: number; budget: number; failures: number }[];
}

/** The budget is what may fail of the requests that were really made. */
export function burned(
  { from, until }: Incident,
  failures: Uint32Array,
  truth: Truth,
  subject: Subject,
): Burned {
  const allowed = truth.requests * (1 - subject.target);
  const total = failures.reduce((sum, count) => sum + count, 0);
  const worst = [hour, 6 * hour, 72 * hour].map((window) => {
    const minutes = Math.min(failures.length, window / 60);
    let sum = 0;
    let most = 0;
    for (let i = 0; i < failures.length; i += 1) {
      sum += failures[i]! - (i >= minutes ? failures[i - minutes]! : 0);
      most = Math.max(most, sum);
    }
    return { window, budget: allowed === 0 ? 0 : most / allowed, failures: most };
  });
  return { budget: allowed === 0 || until <= from ? 0 : total / allowed, worst };
}

/** Whether somebody is woken. */
export const pages = ({ rule }: Firing): boolean => rule === 'ceiling' || (burnRates[rule]?.fast ?? false);

/** How long after an incident a rule may still be right about it: until its short window is clean. */
const tail = ({ rule }: Firing): number =>
  rule === 'ceiling' ? 180 : secondsOf(burnRates[rule]!.short) + 600;

/** Whether a firing is about an incident. */
export const isAbout = (firing: Firing, { from, until }: Incident): boolean =>
  firing.until >= from && firing.from <= until + tail(firing);
