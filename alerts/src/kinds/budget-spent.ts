import { measureOf, type Objective, ofObjective, recorded, type Window, windowOf } from '@attest/slo';
import type { AlertKindDefinition } from '../alert.js';
import type { Case } from '../case.js';
import { humanize } from '../humanize.js';
import { type Piece, type Source, sourceOf } from '../testing/sources.js';
import { percent } from './burn.js';

/** Says that the promise of the window is already broken. Only once half of the window has been watched: before, the ratio is of something else. */
export const budgetSpent: AlertKindDefinition = {
  title: 'More failures than the objective allows over its whole window',
  derive: ({ objectives, platform, environment }) =>
    objectives.map((objective) => {
      const { id, service, region, target, windowDays, pageWithinSeconds } = objective;
      const remaining = ofObjective(recorded.budgetRemaining, objective, environment);
      const sampled = ofObjective(recorded.sampledEvents, objective, environment);
      const half = windowOf(windowDays * 43_200);
      const { events, failing, metrics } = measureOf(platform, objective.indicator, environment);
      return {
        name: 'error_budget_spent',
        severity: pageWithinSeconds === undefined ? 'info' : 'warning',
        service,
        region,
        promise: objective.kind,
        objective: id,
        expr: `1 - ${remaining} > 1 and ${sampled} offset ${half}`,
        forSeconds: 0,
        pace: 'slow',
        figure: 'times',
        says: ({ figure }) => ({
          summary: `${service}${region === 'all' ? '' : ` in ${region}`}: the error budget is spent ${figure}`,
          description: `More than ${percent(1 - target)} of the ${events} of the last ${windowDays} days ${failing} (${id}). Nothing burns now, or another alert says so; spend no more on risk until it has recovered.`,
        }),
        dashboard: 'slo',
        metrics,
        cases: [
          ...cases(sourceOf(platform, objective, environment), objective),
          decision(remaining, sampled, windowDays),
        ],
      };
    }),
};

/** Looked at every six hours; scraped often enough for the rate of five minutes. */
function cases(source: Source, { kind, target, windowDays }: Objective): Case[] {
  const [interval, evaluation] = ['2m', '6h'] as const;
  const budget = 1 - target;
  const days = (count: number): Window => `${count * 24}h`;
  const half = Math.ceil(windowDays / 2);
  const during = (piece: (steps: number) => Piece) => source(piece((half + 1) * 720));
  // Readings are whole: a share of them is only nearly as wanted.
  const above = kind === 'replication-lag' ? 1 : budget * 1.05;
  const below = kind === 'replication-lag' ? 0 : budget * 0.95;
  return [
    {
      name: 'a little more than the budget, once half of the window has been watched',
      interval,
      evaluation,
      series: during((steps) => [steps, 10_000, above]),
      expectations: [
        { at: days(half - 1), firing: 0 },
        { at: days(half + 1), firing: 1, exactly: { figure: humanize.times(above / budget) } },
      ],
    },
    {
      name: 'a little less than the budget',
      interval,
      evaluation,
      series: during((steps) => [steps, 10_000, below]),
      expectations: [{ at: days(half + 1), firing: 0 }],
    },
    {
      name: 'no series',
      interval,
      evaluation,
      series: [],
      expectations: [{ at: days(half + 1), firing: 0 }],
    },
  ];
}

/** What it reads, given as if recorded: at its limit and a twentieth beyond, with and without half of the window watched. */
function decision(remaining: string, sampled: string, windowDays: number): Case {
  const half = windowOf(windowDays * 43_200);
  const rows = [
    // Without events half of the window ago.
    { left: -0.05, firing: 0 },
    { left: -0.05, firing: 1 },
    { left: 0, firing: 0 },
    { left: 0.05, firing: 0 },
  ];
  return {
    name: 'decides by what is left, once half of the window has been watched',
    interval: half,
    evaluation: half,
    series: [
      { series: remaining, values: rows.map(({ left }) => left).join(' ') },
      { series: sampled, values: `1x${rows.length}` },
    ],
    expectations: rows.map(({ firing }, row) => ({ at: windowOf(row * windowDays * 43_200), firing })),
  };
}
