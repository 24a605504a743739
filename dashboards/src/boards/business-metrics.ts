import type { Board, BoardContext } from '../board.js';
import type { Row } from '../model.js';
import { increase, rate, share, sumBy } from '../query/expressions.js';
import { chosen, is, matches } from '../query/matcher.js';

/** What do customers get, and is it more or less than usual? */
export const businessMetrics: Board = (context) => ({
  name: 'business_metrics',
  title: 'Business metrics',
  description: 'What do customers get, and is it more or less than usual?',
  variables: context.platform.gpu === undefined ? ['queue'] : ['queue', 'model'],
  rows: [promisesRow(context), workRow(context), customersRow(context)],
});

const accepted = {
  http_request_method: matches('POST|PUT|PATCH'),
  http_response_status_code: matches('2..'),
};
const answered = { http_response_status_code: matches('[234]..') };

function promisesRow({ say, platform, promises }: BoardContext): Row {
  const requests = rate(say.histogram('edge_request_duration_seconds', 'count'));
  return {
    title: 'Do customers get what they ask for?',
    panels: [
      {
        id: 1,
        kind: 'stat',
        title: 'Requests that fail',
        description: 'Share of what customers asked for and did not get, by service.',
        unit: 'percentunit',
        decimals: 2,
        queries: [
          {
            expr: share(
              ['service'],
              rate(
                say.histogram('edge_request_duration_seconds', 'count', {
                  http_response_status_code: matches('5..'),
                }),
              ),
              requests,
            ),
            legend: '{{service}}',
          },
        ],
        ...(promises.errorRate && { promise: promises.errorRate }),
        ...(promises.errorAlert && { runbook: promises.errorAlert }),
      },
      {
        id: 2,
        kind: 'stat',
        title: 'Writes accepted in an hour',
        description: 'What customers stored or ordered in the last hour, by service.',
        unit: 'short',
        queries: [
          {
            expr: sumBy(
              ['service'],
              increase(say.histogram('edge_request_duration_seconds', 'count', accepted), '1h'),
            ),
            legend: '{{service}}',
          },
        ],
      },
      ...(platform.workers.length > 0
        ? [
            {
              id: 3,
              kind: 'stat',
              title: 'Jobs done in an hour',
              description: 'Jobs that workers finished in the last hour, by queue.',
              unit: 'short',
              queries: [
                {
                  expr: sumBy(
                    ['messaging_destination_name'],
                    increase(
                      say.histogram('messaging_process_duration_seconds', 'count', {
                        outcome: is('success'),
                        messaging_destination_name: chosen('queue'),
                      }),
                      '1h',
                    ),
                  ),
                  legend: '{{messaging_destination_name}}',
                },
              ],
            } as const,
          ]
        : []),
      ...(platform.gpu
        ? [
            {
              id: 4,
              kind: 'stat',
              title: 'Predictions made in an hour',
              description: 'Predictions that succeeded in the last hour, by model.',
              unit: 'short',
              queries: [
                {
                  expr: sumBy(
                    ['model'],
                    increase(
                      say.histogram('gpu_prediction_duration_seconds', 'count', {
                        outcome: is('success'),
                        model: chosen('model'),
                      }),
                      '1h',
                    ),
                  ),
                  legend: '{{model}}',
                },
              ],
            } as const,
          ]
        : []),
    ],
  };
}

function workRow({ say, platform }: BoardContext): Row {
  return {
    title: 'What they use',
    panels: [
      {
        id: 11,
        kind: 'timeseries',
        title: 'Answers by service',
        description: 'Requests a second that were answered (2xx to 4xx), by service.',
        unit: 'reqps',
        queries: [
          {
            expr: sumBy(['service'], rate(say.histogram('edge_request_duration_seconds', 'count', answered))),
            legend: '{{service}}',
          },
        ],
        stacked: true,
      },
      {
        id: 12,
        kind: 'timeseries',
        title: 'Writes by service',
        description: 'Requests a second that stored or ordered something.',
        unit: 'reqps',
        queries: [
          {
            expr: sumBy(['service'], rate(say.histogram('edge_request_duration_seconds', 'count', accepted))),
            legend: '{{service}}',
          },
        ],
        stacked: true,
      },
      ...(platform.workers.length > 0
        ? [
            {
              id: 13,
              kind: 'timeseries',
              title: 'Jobs by queue and outcome',
              description:
                'Jobs a second. Failures are tried again; what is given up is in “GPU and queues”.',
              unit: 'ops',
              queries: [
                {
                  expr: sumBy(
                    ['messaging_destination_name', 'outcome'],
                    rate(
                      say.histogram('messaging_process_duration_seconds', 'count', {
                        messaging_destination_name: chosen('queue'),
                      }),
                    ),
                  ),
                  legend: '{{messaging_destination_name}} {{outcome}}',
                },
              ],
            } as const,
          ]
        : []),
      ...(platform.gpu
        ? [
            {
              id: 14,
              kind: 'timeseries',
              title: 'Predictions by model and outcome',
              description: 'Predictions a second.',
              unit: 'ops',
              queries: [
                {
                  expr: sumBy(
                    ['model', 'outcome'],
                    rate(
                      say.histogram('gpu_prediction_duration_seconds', 'count', { model: chosen('model') }),
                    ),
                  ),
                  legend: '{{model}} {{outcome}}',
                },
              ],
            } as const,
          ]
        : []),
    ],
  };
}

/** Only your own code knows these: register them and they appear. */
function customersRow({ say }: BoardContext): Row {
  return {
    title: 'Customers, from your own code',
    panels: [
      {
        id: 21,
        kind: 'timeseries',
        title: 'Active users',
        description: 'Users seen in a day, a week and a month.',
        unit: 'short',
        queries: [{ expr: `max by (window) (${say.series('users_active')})`, legend: 'in {{window}}' }],
        width: 6,
      },
      {
        id: 22,
        kind: 'timeseries',
        title: 'Accounts created in a day',
        description: 'Over the 24 hours before each point.',
        unit: 'short',
        queries: [
          { expr: sumBy(['service'], increase(say.series('signups_total'), '24h')), legend: '{{service}}' },
        ],
        width: 6,
      },
      {
        id: 23,
        kind: 'timeseries',
        title: 'Subscriptions',
        description: 'By plan and status.',
        unit: 'short',
        queries: [
          { expr: `max by (plan, status) (${say.series('subscriptions')})`, legend: '{{plan}} {{status}}' },
        ],
        stacked: true,
        width: 6,
      },
      {
        id: 24,
        kind: 'timeseries',
        title: 'Revenue in a day',
        description: 'In whole units of each currency, over the 24 hours before each point.',
        unit: 'short',
        queries: [
          {
            expr: `${sumBy(['currency', 'kind'], increase(say.series('revenue_minor_units_total'), '24h'))} / 100`,
            legend: '{{currency}} {{kind}}',
          },
        ],
        width: 6,
      },
      {
        id: 25,
        kind: 'timeseries',
        title: 'What customers asked for',
        description: 'Generations, memories and the like, by outcome, as the services count them.',
        unit: 'ops',
        queries: [
          {
            expr: sumBy(['type', 'outcome'], rate(say.series('jobs_total'))),
            legend: '{{type}} {{outcome}}',
          },
        ],
        width: 24,
      },
    ],
  };
}
