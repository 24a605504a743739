import { secondsOf, tidy, type Window } from './duration.js';

/**
 * How fast the error budget may go before somebody is told. Fires when both windows burn at `factor` or faster: the long one
 * says that it matters, the short one that it still goes on.
 */
export interface BurnRate {
  /** Share of the budget that is gone when it fires. */
  budgetShare: number;
  long: Window;
  short: Window;
  /** Pages, for an objective that does; else it is read in working hours. */
  fast: boolean;
  /**
   * Fewer failures than this in the long window are not told from chance. At a fifth of the budget a healthy service of any
   * traffic reaches it less than once in ten months; see the table of `npm run bench:alerts`.
   */
  leastErrors: number;
  /**
   * The same of the short window, unless all fail there: after an incident the long window stays above the threshold for as long
   * as it is, and a failure or two of the usual ones must not fire the alert again.
   */
  leastRecentErrors: number;
  source: string;
}

const workbook =
  'The Site Reliability Workbook, ch. 5, table 5-8 (https://sre.google/workbook/alerting-on-slos/)';

/** In the order in which they fire. */
export const burnRates = [
  {
    budgetShare: 0.02,
    long: '1h',
    short: '5m',
    fast: true,
    leastErrors: 3,
    leastRecentErrors: 2,
    source: workbook,
  },
  {
    budgetShare: 0.05,
    long: '6h',
    short: '30m',
    fast: true,
    leastErrors: 5,
    leastRecentErrors: 3,
    source: workbook,
  },
  {
    budgetShare: 0.01,
    long: '6h',
    short: '30m',
    fast: false,
    leastErrors: 8,
    leastRecentErrors: 4,
    source:
      'Ours: the pairs above see ratios, so that what burns 2 % of the budget while traffic is twice the usual, or in between one and six hours, escapes them. One percent of it in six hours is worth a look in the morning.',
  },
  {
    budgetShare: 0.1,
    long: '3d',
    short: '6h',
    fast: false,
    leastErrors: 5,
    leastRecentErrors: 3,
    source: workbook,
  },
] as const satisfies readonly BurnRate[];

/** How many times faster than allowed: 2 % of a 30-day budget in an hour is 14.4. */
export const factorOf = ({ budgetShare, long }: BurnRate, windowDays: number): number =>
  tidy((budgetShare * windowDays * 86_400) / secondsOf(long));

/** The error ratio above which the windows burn too fast; 1 or more is never reached. */
export const thresholdOf = (
  rate: BurnRate,
  { target, windowDays }: { target: number; windowDays: number },
): number => tidy(factorOf(rate, windowDays) * (1 - target));
