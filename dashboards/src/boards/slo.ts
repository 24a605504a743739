import type { Board, BoardContext } from '../board.js';
import type { Row } from '../model.js';
import { increase, share, sumBy } from '../query/expressions.js';
import { matches } from '../query/matcher.js';

/** How much of each error budget is left, and how fast is it spent? */
export const slo: Board = (context) => ({
  name: 'slo',
  title: 'Service level objectives',
  description: 'How much of each error budget is left, and how fast is it being spent?',
  variables: [],
  rows: [promisesRow(context)],
});

function promisesRow({ say, promises }: BoardContext): Row {
  const failed = { http_response_status_code: matches('5..') };
  return {
    title: 'Are we keeping the promises?',
    panels: [
      {
        id: 1,
        kind: 'stat',
        title: 'Error rate of an hour',
        description: 'Share of the requests of the last hour that failed, by service.',
        unit: 'percentunit',
        queries: [
          {
            expr: share(
              ['service'],
              increase(say.histogram('edge_request_duration_seconds', 'count', failed), '1h'),
              increase(say.histogram('edge_request_duration_seconds', 'count'), '1h'),
            ),
            legend: '{{service}}',
          },
        ],
        ...(promises.errorRate && { promise: promises.errorRate }),
      },
      {
        id: 2,
        kind: 'stat',
        title: 'Requests of an hour',
        description: 'Requests of the last hour.',
        unit: 'short',
        queries: [
          {
            expr: sumBy(['service'], increase(say.histogram('edge_request_duration_seconds', 'count'), '1h')),
            legend: '{{service}}',
          },
        ],
      },
    ],
  };
}
