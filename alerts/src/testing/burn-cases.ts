import {
  type BurnRate,
  burnTimes,
  isFast,
  type Objective,
  secondsOf,
  thresholdOf,
  type Window,
  windowOf,
} from '@attest/slo';
import type { AlertContext } from '../alert.js';
import type { Case, Exactly } from '../case.js';
import { humanize } from '../humanize.js';
import { othersOf, type Piece, type Source, sourceOf } from './sources.js';

/** How a pair of windows is tested: at the pace of its windows, so that three days take no longer than an hour. */
interface Pace {
  /** Between two scrapes and between two evaluations. */
  scrape: Window;
  evaluation: Window;
  /** Events in one scrape; enough for a share to be seen. */
  events: number;
}

const paces: Record<string, Pace> = {
  '1h': { scrape: '15s', evaluation: '1m', events: 1000 },
  '6h': { scrape: '1m', evaluation: '10m', events: 1000 },
  '3d': { scrape: '2m', evaluation: '30m', events: 10_000 },
};

/**
 * A pair of windows fires just above its threshold and not just below; no sooner and no later than the closed form says; is
 * quiet again once the short window is clean; and says nothing of too few failures, of no events, and of no series.
 */
export function burnCases(
  { platform, environment }: AlertContext,
  objective: Objective,
  rate: BurnRate,
): Case[] {
  const source = sourceOf(platform, objective, environment);
  const pace = paces[rate.long];
  if (pace === undefined) throw new Error(`no pace for tests of ${rate.long}`);
  const { scrape, evaluation, events } = pace;
  const step = secondsOf(scrape);
  const long = secondsOf(rate.long);
  const short = secondsOf(rate.short);
  const threshold = thresholdOf(rate, objective);
  const steps = (seconds: number) => Math.ceil(seconds / step);
  const at = (seconds: number): Window =>
    windowOf(Math.ceil(seconds / secondsOf(evaluation)) * secondsOf(evaluation));
  const make = (name: string, pieces: readonly Piece[], expectations: Case['expectations']): Case => ({
    name,
    interval: scrape,
    evaluation,
    series: pieces.length === 0 ? [] : withOthers(pieces),
    expectations,
  });

  const withOthers = (pieces: readonly Piece[]) => [
    ...source(...pieces),
    ...othersOf(
      objective,
      source,
      pieces.reduce((sum, [count]) => sum + count, 0),
      events,
    ),
  ];

  /** Every slower pair fires as well. */
  const seen = (ratio: number): Exactly => ({
    figure: humanize.percentage(ratio),
    alsoFiring: ({ objective: id, burn }) =>
      id === objective.id && Number(burn) * (1 - objective.target) < ratio,
  });

  // Readings are whole, so that a share of them cannot be just above a small threshold.
  const exact = objective.kind !== 'replication-lag';
  const soon = isFast(rate.long) ? short : long / 6;
  const share = exact ? Math.min(1, threshold * 4) : 1;
  const { detection } = burnTimes(rate, objective, share);
  const sure = typeof detection === 'number' ? detection : 0;
  // Evaluations, the scrape, and what a sampled rate lags behind.
  const slack = secondsOf(evaluation) + step + (isFast(rate.long) ? step : 300);
  const clean: Piece = [steps(long), events, 0];

  return [
    ...(exact
      ? [
          make(
            'steadily just above the threshold',
            [[steps(soon * 2), events, threshold * 1.01]],
            [{ at: at(soon * 2), firing: 1, exactly: seen(threshold * 1.01) }],
          ),
          make(
            'steadily just below the threshold',
            [[steps(soon * 2), events, threshold * 0.99]],
            [{ at: at(soon * 2), firing: 0 }],
          ),
        ]
      : [
          make(
            'nothing but failures',
            [[steps(soon * 2), events, 1]],
            [{ at: at(soon * 2), firing: 1, exactly: seen(1) }],
          ),
        ]),
    make(
      'after a clean past, when the long window holds enough failures, and until the short one is clean',
      [clean, [steps(sure * 1.5 + slack), events, share], [steps(short * 2), events, 0]],
      [
        { at: at(long), firing: 0 },
        // Before the closed form, where the pace of the test can tell.
        ...(sure * 0.9 > secondsOf(evaluation) * 2
          ? [
              {
                at: windowOf(Math.floor((long + sure * 0.9) / secondsOf(evaluation)) * secondsOf(evaluation)),
                firing: 0,
              },
            ]
          : []),
        { at: at(long + sure * 1.1 + slack), firing: 1 },
        { at: at(long + sure * 1.5 + slack + short * 1.1 + slack), firing: 0 },
      ],
    ),
    ...(exact
      ? [...fewCases(rate, source), restart(make, source, steps(soon), [events, threshold / 2], at(soon * 2))]
      : []),
    make('no events', [[steps(soon * 2), 0, 0]], [{ at: at(soon * 2), firing: 0 }]),
    make('no series', [], [{ at: at(soon), firing: 0 }]),
  ];
}

/** Failures one by one, with nothing else: all of what happens fails, and it is still too little to say so. */
function fewCases({ long, leastErrors }: BurnRate, source: Source): Case[] {
  const [interval, evaluation] = isFast(long) ? (['15s', '1m'] as const) : (['1m', '2m'] as const);
  const failures = (count: number): Piece[] => [
    [10, 0, 0],
    ...Array.from({ length: count }, (): Piece[] => [
      [1, 1, 1],
      [1, 0, 0],
    ]).flat(),
    [10, 0, 0],
  ];
  // What is sampled of single events is only nearly their number.
  const [few, enough] = isFast(long) ? [leastErrors - 1, leastErrors] : [leastErrors - 2, leastErrors + 3];
  const at = (count: number) =>
    windowOf(
      Math.ceil(((12 + 2 * count) * secondsOf(interval)) / secondsOf(evaluation)) * secondsOf(evaluation),
    );
  return [
    {
      name: `${few} failures, and nothing else`,
      interval,
      evaluation,
      series: source(...failures(few)),
      expectations: [{ at: at(few), firing: 0 }],
    },
    {
      name: `${enough} failures, and nothing else`,
      interval,
      evaluation,
      series: source(...failures(enough)),
      expectations: [{ at: at(enough), firing: 1 }],
    },
  ];
}

/** Half the threshold, before and after all counters are set back; only who takes the reset for a fall sees more or less. */
function restart(
  make: (name: string, pieces: readonly Piece[], expectations: Case['expectations']) => Case,
  source: Source,
  steps: number,
  [events, share]: readonly [number, number],
  at: Window,
): Case {
  const once = make('a restart, which sets the counters back', [[steps, events, share]], [{ at, firing: 0 }]);
  const again = source([steps, events, share]);
  return {
    ...once,
    series: once.series.map(({ series, values }, index) => ({
      series,
      values: `${values} ${again[index]?.values ?? values}`,
    })),
  };
}
