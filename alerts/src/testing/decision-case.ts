import {
  type BurnRate,
  isFast,
  type Objective,
  secondsOf,
  thresholdOf,
  tidy,
  type Window,
  windowOf,
} from '@attest/slo';
import type { AlertContext } from '../alert.js';
import { type Case, seriesOf } from '../case.js';

/** Of no other test, so that these are a file of their own, which takes no time. */
const pace = '3m';

/** What a pair of windows reads at one moment. */
interface Row {
  longRatio: number;
  shortRatio: number;
  errors: number;
  recentErrors: number;
  firing: 0 | 1;
}

/**
 * What a pair of windows reads, given as if it had been recorded: with everything else as it should be, each condition at its
 * limit and just short of it. It says nothing of how that is recorded.
 */
export function decisionCase({ environment }: AlertContext, objective: Objective, rate: BurnRate): Case {
  const { long, short, leastErrors, leastRecentErrors } = rate;
  const threshold = thresholdOf(rate, objective);
  const above = tidy(Math.min(threshold * 1.01, (threshold + 1) / 2));
  const met: Row = {
    longRatio: above,
    shortRatio: above,
    errors: leastErrors,
    recentErrors: leastRecentErrors,
    firing: 1,
  };
  const tooFewRecent = tidy(leastRecentErrors * 0.95);
  // What fires stands alone, between what does not: it needs no second look.
  const rows: Row[] = [
    met,
    { ...met, longRatio: threshold, errors: many(threshold, long), firing: 0 },
    met,
    { ...met, shortRatio: threshold, recentErrors: many(threshold, short), firing: 0 },
    met,
    { ...met, errors: tidy(leastErrors * 0.95), firing: 0 },
    met,
    { ...met, recentErrors: tooFewRecent, firing: 0 },
    // All of what happens fails, however little it is.
    { ...met, recentErrors: tooFewRecent, shortRatio: 1 },
    ...(threshold < 0.9 ? [{ ...met, recentErrors: tooFewRecent, shortRatio: 0.9, firing: 0 } as const] : []),
  ];

  // Without service and region, which the rule has to say itself.
  const series = (name: string, of: (row: Row) => number) => ({
    series: seriesOf(name, { environment, objective: objective.id }),
    values: rows.map(of).join(' '),
  });
  const read = (window: Window, ratio: 'longRatio' | 'shortRatio', count: 'errors' | 'recentErrors') => {
    const perSecond = (row: Row) => row[count] / secondsOf(window);
    const errors = series(`slo:errors:rate${window}`, perSecond);
    // So many events that dividing by them gives the ratio.
    if (isFast(long))
      return [series(`slo:events:rate${window}`, (row) => perSecond(row) / row[ratio]), errors];
    return [
      series(`slo:error_ratio:${window}`, (row) => row[ratio]),
      isFast(window) ? errors : series(`slo:errors:increase${window}`, (row) => row[count]),
    ];
  };
  return {
    name: 'decides by both ratios and both numbers of failures',
    interval: pace,
    evaluation: pace,
    series: [...read(long, 'longRatio', 'errors'), ...read(short, 'shortRatio', 'recentErrors')],
    expectations: rows.map(({ firing }, row) => ({ at: windowOf(row * secondsOf(pace)), firing })),
  };
}

/** So many failures in a window that there are 1024 events a second: the quotient is then the ratio to the last bit. */
const many = (ratio: number, window: Window): number => ratio * 1024 * secondsOf(window);
