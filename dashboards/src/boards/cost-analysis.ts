import type { Board, BoardContext } from '../board.js';
import type { Panel, Row } from '../model.js';
import { increase, rate, sumBy } from '../query/expressions.js';
import { chosen, is, matches } from '../query/matcher.js';

/** What does it cost, per day and per thing that somebody wanted, and who or what drives it? */
export const costAnalysis: Board = (context) => ({
  name: 'cost_analysis',
  title: 'Cost analysis',
  description:
    'What does it cost a day and per unit, and what drives it? GPU seconds at list price; other bills are not read yet.',
  variables: context.platform.gpu === undefined ? [] : ['model'],
  rows:
    context.platform.gpu === undefined
      ? [efficiencyRow(context), billsRow(context)]
      : [promisesRow(context), driversRow(context), unitsRow(context), billsRow(context)],
});

const secondsPerDay = 86_400;

function promisesRow({ say, promises, platform }: BoardContext): Row {
  const cost = say.series('gpu_cost_usd_total', { model: chosen('model') });
  const promise = promises.dailyBudget && { promise: promises.dailyBudget, runbook: 'daily_budget_exceeded' };
  return {
    title: 'Are we within the budget?',
    panels: [
      {
        id: 1,
        kind: 'stat',
        title: 'Spent in 24 hours',
        description:
          `GPU seconds of the last 24 hours at list price. ${minimumOf(platform.gpu, platform.prices)}`.trim(),
        unit: 'currencyUSD',
        decimals: 2,
        queries: [{ expr: sumBy(['environment'], increase(cost, '24h')), legend: '{{environment}}' }],
        ...promise,
      },
      {
        id: 2,
        kind: 'stat',
        title: 'A day at the present rate',
        description:
          'What 24 hours cost if they all are like the last minutes. Above the budget: find the driver below before the day is over.',
        unit: 'currencyUSD',
        decimals: 2,
        queries: [
          { expr: `${sumBy(['environment'], rate(cost))} * ${secondsPerDay}`, legend: '{{environment}}' },
        ],
        ...promise,
      },
      {
        id: 3,
        kind: 'stat',
        title: 'Spent in an hour',
        description: 'By service.',
        unit: 'currencyUSD',
        decimals: 2,
        queries: [{ expr: sumBy(['service'], increase(cost, '1h')), legend: '{{service}}' }],
      },
      {
        id: 4,
        kind: 'stat',
        title: 'Per prediction',
        description: 'Cost over predictions that succeeded: what fails is paid, too.',
        unit: 'currencyUSD',
        decimals: 4,
        queries: [{ expr: perPrediction({ say }, 'environment'), legend: '{{environment}}' }],
      },
    ],
  };
}

function driversRow({ say }: BoardContext): Row {
  const where = { model: chosen('model') };
  const hourly = (labels: string[]): string =>
    `${sumBy(labels, rate(say.series('gpu_cost_usd_total', where)))} * 3600`;
  const panel = (id: number, title: string, labels: string[], legend: string): Panel => ({
    id,
    kind: 'timeseries',
    title,
    description:
      'Dollars an hour at list price. What has no price is not in here: compare with “GPU seconds”.',
    unit: 'currencyUSD',
    queries: [{ expr: hourly(labels), legend }],
    stacked: true,
    width: 8,
  });
  return {
    title: 'What drives it',
    panels: [
      panel(11, 'By model', ['model'], '{{model}}'),
      panel(12, 'By service and region', ['service', 'region'], '{{service}} in {{region}}'),
      panel(13, 'By provider and GPU', ['provider', 'gpu'], '{{provider}} {{gpu}}'),
      {
        id: 14,
        kind: 'timeseries',
        title: 'GPU seconds',
        description: 'Seconds that the provider bills, per second: the GPUs that are busy at once.',
        unit: 'short',
        queries: [
          {
            expr: sumBy(['model', 'gpu'], rate(say.series('gpu_predict_seconds_total', where))),
            legend: '{{model}} on {{gpu}}',
          },
        ],
        width: 12,
      },
      {
        id: 15,
        kind: 'timeseries',
        title: 'Failed predictions',
        description: 'Predictions a second that were paid and gave nothing.',
        unit: 'ops',
        queries: [
          {
            expr: `${sumBy(['model'], rate(say.histogram('gpu_prediction_duration_seconds', 'count', { ...where, outcome: is('failure') })))} or ${sumBy(['model'], rate(say.histogram('gpu_prediction_duration_seconds', 'count', where)))} * 0`,
            legend: '{{model}}',
          },
        ],
        width: 12,
      },
    ],
  };
}

function unitsRow({ say }: BoardContext): Row {
  const cost = say.series('gpu_cost_usd_total');
  const requests = say.histogram('edge_request_duration_seconds', 'count');
  return {
    title: 'Per unit',
    panels: [
      {
        id: 21,
        kind: 'timeseries',
        title: 'Cost per 1000 requests',
        description: 'GPU cost of the last hour over requests at the edge of the last hour, times 1000.',
        unit: 'currencyUSD',
        queries: [
          {
            expr: `1000 * ${sumBy(['environment'], increase(cost, '1h'))} / (${sumBy(['environment'], increase(requests, '1h'))} > 0)`,
            legend: '{{environment}}',
          },
        ],
        width: 6,
      },
      {
        id: 22,
        kind: 'timeseries',
        title: 'Cost per prediction, by model',
        description: 'A model that gets dearer takes longer, fails more often, or runs on another GPU.',
        unit: 'currencyUSD',
        decimals: 4,
        queries: [{ expr: perPrediction({ say }, 'model'), legend: '{{model}}' }],
        width: 6,
      },
      efficiency(say),
      {
        id: 24,
        kind: 'timeseries',
        title: 'Cost per active user',
        description: 'GPU cost of 24 hours over the users seen in them.',
        unit: 'currencyUSD',
        queries: [
          {
            expr: `${sumBy(['environment'], increase(cost, '24h'))} / (max by (environment) (${say.series('users_active', { window: matches('1d') })}) > 0)`,
            legend: '{{environment}}',
          },
        ],
        width: 6,
      },
    ],
  };
}

/** What is read from the vendors’ bills, once somebody reads them. */
function billsRow({ say, promises }: BoardContext): Row {
  const promise = promises.dailyBudget && { promise: promises.dailyBudget, runbook: 'daily_budget_exceeded' };
  return {
    title: 'All bills together',
    panels: [
      {
        id: 31,
        kind: 'timeseries',
        title: 'Cost of the day so far',
        description: 'Of all vendors, since midnight UTC.',
        unit: 'currencyUSD',
        queries: [{ expr: sumBy(['environment'], say.series('cost_day_usd')), legend: '{{environment}}' }],
        ...promise,
        width: 8,
      },
      {
        id: 32,
        kind: 'timeseries',
        title: 'What the day is expected to cost',
        description: 'Forecast from the hours so far and the weeks before.',
        unit: 'currencyUSD',
        queries: [
          { expr: sumBy(['environment'], say.series('cost_day_forecast_usd')), legend: '{{environment}}' },
        ],
        ...promise,
        width: 8,
      },
      {
        id: 33,
        kind: 'timeseries',
        title: 'Hours that were not as expected',
        description: 'Anomalies within a day, by what was paid for.',
        unit: 'short',
        queries: [
          {
            expr: sumBy(['resource_type'], increase(say.series('cost_anomalies_total'), '24h')),
            legend: '{{resource_type}}',
          },
        ],
        runbook: 'cost_anomaly',
        width: 8,
      },
    ],
  };
}

/** Of a platform without GPUs: nothing else is priced yet. */
const efficiencyRow = ({ say }: BoardContext): Row => ({
  title: 'What do the services use?',
  panels: [
    efficiency(say),
    {
      id: 25,
      kind: 'timeseries',
      title: 'CPU by service',
      description: 'Cores used by all instances of a service together; what a bill for compute follows.',
      unit: 'short',
      queries: [
        { expr: sumBy(['service'], rate(say.series('process_cpu_seconds_total'))), legend: '{{service}}' },
      ],
      stacked: true,
    },
  ],
});

const efficiency = (say: BoardContext['say']): Panel => ({
  id: 23,
  kind: 'timeseries',
  title: 'Infrastructure efficiency',
  description:
    'Requests for each CPU second that the services spend. A fall after a release is a release that costs.',
  unit: 'short',
  queries: [
    {
      expr: `${sumBy(['service'], rate(say.histogram('http_server_request_duration_seconds', 'count')))} / (${sumBy(['service'], rate(say.series('process_cpu_seconds_total')))} > 0)`,
      legend: '{{service}}',
    },
  ],
  width: 6,
});

function perPrediction({ say }: Pick<BoardContext, 'say'>, label: 'environment' | 'model'): string {
  const where = { model: chosen('model') };
  const cost = sumBy([label], increase(say.series('gpu_cost_usd_total', where), '1h'));
  const good = say.histogram('gpu_prediction_duration_seconds', 'count', {
    ...where,
    outcome: is('success'),
  });
  return `${cost} / (${sumBy([label], increase(good, '1h'))} > 0)`;
}

/** What the smallest number of GPU instances costs a day, used or not, as far as prices are known. */
function minimumOf(gpu: BoardContext['platform']['gpu'], prices: BoardContext['platform']['prices']): string {
  const known = (gpu?.clusters ?? []).flatMap(({ gpuType, minInstances }) => {
    const price = prices.find(({ item, per }) => item === gpuType && per === 'hour');
    return price === undefined ? [] : [{ gpuType, usd: minInstances * 24 * price.usd }];
  });
  if (known.length === 0) return '';
  const sum = known.reduce((total, { usd }) => total + usd, 0);
  const types = known.map(({ gpuType }) => gpuType).join(', ');
  return `The minimum instances of the catalog (${types}) cost $${sum.toFixed(0)} a day whether they are used or not; they are not in this figure.`;
}
