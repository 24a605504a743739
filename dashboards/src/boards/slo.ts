import type { Board, BoardContext } from '../board.js';
import type { Row } from '../model.js';
import { panelSeries } from '../panel-series.js';
import { above, below } from '../promises.js';
import { minBy, rate, share, sumBy } from '../query/expressions.js';
import { chosen, matches } from '../query/matcher.js';

/** How much of each error budget is left, and how fast is it spent? */
export const slo: Board = (context) => ({
  name: 'slo',
  title: 'Service level objectives',
  description: 'How much of each error budget is left, and how fast is it being spent?',
  variables: [],
  rows: [promisesRow(context), budgetsRow(context), windowsRow(context)],
});

const by = ['service', 'region', 'objective'];
const legend = '{{objective}}';
const ofService = { service: chosen('service') };

function promisesRow({ say, promises, platform }: BoardContext): Row {
  const { section } = platform.monitoring;
  const failed = { http_response_status_code: matches('5..') };
  return {
    title: 'Are we keeping the promises?',
    panels: [
      {
        id: 1,
        kind: 'stat',
        title: 'Error budget left',
        description:
          'Of the objective that has the least, by service. 100 % is untouched, below 0 the objective is missed for its window: spend nothing more on risk.',
        unit: 'percentunit',
        queries: [
          {
            expr: minBy(['service'], say.recorded(panelSeries.budget.record, ofService)),
            legend: '{{service}}',
          },
        ],
        promise: above(0, 'not overspent', section),
        runbook: 'error_budget_spent',
      },
      {
        id: 2,
        kind: 'stat',
        title: 'Error rate now',
        description:
          'Share of the requests at the edge that fail, by service, against the ceiling of the architecture.',
        unit: 'percentunit',
        decimals: 2,
        queries: [
          {
            expr: share(
              ['service'],
              rate(say.histogram('edge_request_duration_seconds', 'count', failed)),
              rate(say.histogram('edge_request_duration_seconds', 'count')),
            ),
            legend: '{{service}}',
          },
        ],
        ...(promises.errorRate && { promise: promises.errorRate }),
        ...(promises.errorAlert && { runbook: promises.errorAlert }),
      },
      {
        id: 3,
        kind: 'stat',
        title: 'Alerts that fire',
        description: 'By severity. Critical ones have woken somebody; each of them links to its runbook.',
        unit: 'none',
        queries: [
          { expr: sumBy(['severity'], say.recorded(panelSeries.firing.record)), legend: '{{severity}}' },
        ],
        promise: below(1, 'none', section),
      },
    ],
  };
}

function budgetsRow({ say }: BoardContext): Row {
  const series = (name: keyof typeof panelSeries) => say.recorded(panelSeries[name].record, ofService);
  const burn = (name: 'errorRatio1h' | 'errorRatio6h') =>
    `${sumBy(by, series(name))} / (1 - ${sumBy(by, series('target'))})`;
  return {
    title: 'Which budget, and how fast?',
    panels: [
      {
        id: 11,
        kind: 'timeseries',
        title: 'Error budget left, by objective',
        description:
          'A steep line is an incident; a gentle one that never recovers is a defect that nobody feels.',
        unit: 'percentunit',
        queries: [{ expr: minBy(by, series('budget')), legend }],
        width: 24,
      },
      {
        id: 12,
        kind: 'timeseries',
        title: 'Burn rate of an hour',
        description:
          'How many times too fast the budget is spent. 1 spends it exactly over its window; 14.4 spends 2 % of 30 days in an hour.',
        unit: 'none',
        decimals: 1,
        queries: [{ expr: burn('errorRatio1h'), legend }],
        runbook: 'availability_burn',
      },
      {
        id: 13,
        kind: 'timeseries',
        title: 'Burn rate of six hours',
        description: 'The same over six hours: above 6, the budget of 30 days is gone in five.',
        unit: 'none',
        decimals: 1,
        queries: [{ expr: burn('errorRatio6h'), legend }],
        runbook: 'availability_burn',
      },
    ],
  };
}

function windowsRow({ say }: BoardContext): Row {
  const panel = (id: number, title: string, description: string, name: keyof typeof panelSeries) =>
    ({
      id,
      kind: 'timeseries',
      title,
      description,
      unit: name === 'events' ? 'ops' : 'percentunit',
      queries: [{ expr: sumBy(by, say.recorded(panelSeries[name].record, ofService)), legend }],
      width: 8,
    }) as const;
  return {
    title: 'What the figures are made of',
    panels: [
      panel(21, 'Failures of five minutes', 'Share of the events that failed, by objective.', 'errorRatio5m'),
      panel(22, 'Failures of three days', 'Share of the events that failed, by objective.', 'errorRatio3d'),
      panel(23, 'Failures of the whole window', 'What the objective is held against.', 'errorRatioWindow'),
      panel(24, 'Events', 'Events a second that count for each objective. None: nothing is known.', 'events'),
      panel(25, 'Objectives', 'Share of good events that is aimed at.', 'target'),
    ],
  };
}
