import type { Board, BoardContext } from '../board.js';
import type { Row } from '../model.js';
import { above } from '../promises.js';
import { countBy, maxBy, minBy, orZero, quantile, rate, share, sumBy } from '../query/expressions.js';
import { chosen, is, isNot, matches } from '../query/matcher.js';

/** Do the services answer, fast enough and well, and which part of them does not? */
export const serviceHealth: Board = (context) => ({
  name: 'service_health',
  title: 'Service health',
  description: 'Do the services answer, fast enough and without errors, and which part of them does not?',
  variables: ['route', 'revision'],
  rows: [
    promisesRow(context),
    regionsRow(context),
    routesRow(context),
    revisionsRow(context),
    errorsRow(context),
    saturationRow(context),
    runtimeRow(context),
    databaseRow(context),
    outgoingRow(context),
  ],
});

const failed = { http_response_status_code: matches('5..') };

function promisesRow({ say, promises, platform, environment }: BoardContext): Row {
  const requests = rate(say.histogram('edge_request_duration_seconds', 'count'));
  const failures = rate(say.histogram('edge_request_duration_seconds', 'count', failed));
  return {
    title: 'Are we keeping the promises?',
    panels: [
      {
        id: 1,
        kind: 'stat',
        title: 'Error rate',
        description:
          'Share of the requests that the edge could not answer well (5xx, or no answer), by service. Seen at the edge, because a dead server reports no errors.',
        unit: 'percentunit',
        decimals: 2,
        queries: [{ expr: share(['service'], failures, requests), legend: '{{service}}' }],
        ...(promises.errorRate && { promise: promises.errorRate }),
        ...(promises.errorAlert && { runbook: promises.errorAlert }),
      },
      {
        id: 2,
        kind: 'stat',
        title: 'p99 latency',
        description:
          'One request in a hundred takes longer, by service. Seen at the edge, queues in front of a server included.',
        unit: 's',
        queries: [
          {
            expr: quantile(0.99, ['service'], say.histogram('edge_request_duration_seconds', 'bucket')),
            legend: '{{service}}',
          },
        ],
        ...(promises.latencyP99 && { promise: promises.latencyP99 }),
        ...(promises.latencyAlert && { runbook: promises.latencyAlert }),
      },
      {
        id: 3,
        kind: 'stat',
        title: 'Requests',
        description:
          'Requests a second at the edge, by service. A sudden 0 is an outage in front of us, or of whoever calls us.',
        unit: 'reqps',
        queries: [{ expr: sumBy(['service'], requests), legend: '{{service}}' }],
      },
      {
        id: 4,
        kind: 'stat',
        title: 'Healthy origins',
        description:
          'Regions that the edge may send traffic to, by service. At 1 there is nowhere left to fail over to.',
        unit: 'short',
        queries: [{ expr: sumBy(['service'], say.series('edge_origin_healthy')), legend: '{{service}}' }],
        promise: above(1, 'at least one region answers', platform.environments[environment].section),
      },
    ],
  };
}

function regionsRow({ say, promises }: BoardContext): Row {
  const by = ['service', 'origin'];
  const legend = '{{service}} in {{origin}}';
  const requests = rate(say.histogram('edge_request_duration_seconds', 'count'));
  return {
    title: 'By region, as clients see it',
    panels: [
      {
        id: 11,
        kind: 'timeseries',
        title: 'Error rate by region',
        description:
          'One region alone: its database, its network, its release. All regions: the code, or something they share.',
        unit: 'percentunit',
        queries: [
          {
            expr: share(by, rate(say.histogram('edge_request_duration_seconds', 'count', failed)), requests),
            legend,
          },
        ],
        ...(promises.errorRate && { promise: promises.errorRate }),
        ...(promises.errorAlert && { runbook: promises.errorAlert }),
      },
      {
        id: 12,
        kind: 'timeseries',
        title: 'p99 latency by region',
        description: 'Latency that clients see, by service and region, with exemplars that lead to a trace.',
        unit: 's',
        queries: [
          { expr: quantile(0.99, by, say.histogram('edge_request_duration_seconds', 'bucket')), legend },
        ],
        ...(promises.latencyP99 && { promise: promises.latencyP99 }),
        ...(promises.latencyAlert && { runbook: promises.latencyAlert }),
      },
      {
        id: 13,
        kind: 'timeseries',
        title: 'Requests by region',
        description: 'Where traffic goes.',
        unit: 'reqps',
        queries: [{ expr: sumBy(by, requests), legend }],
        stacked: true,
        width: 8,
      },
      {
        id: 14,
        kind: 'timeseries',
        title: 'Requests by status',
        description:
          'What clients get: 429 is a limit, 499 a client that gave up, 502 and 504 a server that did not answer the edge.',
        unit: 'reqps',
        queries: [
          { expr: sumBy(['http_response_status_code'], requests), legend: '{{http_response_status_code}}' },
        ],
        stacked: true,
        width: 8,
      },
      {
        id: 15,
        kind: 'states',
        title: 'Health of the origins',
        description: 'Whether the edge sends traffic to each origin.',
        unit: 'bool_yes_no',
        queries: [{ expr: minBy(by, say.series('edge_origin_healthy')), legend }],
        width: 8,
      },
    ],
  };
}

function routesRow({ say, promises }: BoardContext): Row {
  const by = ['service', 'http_route'];
  const legend = '{{service}} {{http_route}}';
  const where = { http_route: chosen('route') };
  const requests = rate(say.histogram('http_server_request_duration_seconds', 'count', where));
  return {
    title: 'By route, as the services see it',
    panels: [
      {
        id: 21,
        kind: 'timeseries',
        title: 'Errors by route',
        description:
          'Share of the requests that a route answered with 5xx. One route alone is usually a release or a dependency of that route.',
        unit: 'percentunit',
        queries: [
          {
            expr: share(
              by,
              rate(say.histogram('http_server_request_duration_seconds', 'count', { ...where, ...failed })),
              requests,
            ),
            legend,
          },
        ],
        ...(promises.errorRate && { promise: promises.errorRate }),
        width: 8,
      },
      {
        id: 22,
        kind: 'timeseries',
        title: 'p99 latency by route',
        description:
          'Time in the service, without the edge. Where this is low and the edge is slow, requests wait in front of the service.',
        unit: 's',
        queries: [
          {
            expr: quantile(0.99, by, say.histogram('http_server_request_duration_seconds', 'bucket', where)),
            legend,
          },
        ],
        ...(promises.latencyP99 && { promise: promises.latencyP99 }),
        width: 8,
      },
      {
        id: 23,
        kind: 'timeseries',
        title: 'Requests by route',
        description: 'Requests a second that each route answered.',
        unit: 'reqps',
        queries: [{ expr: sumBy(by, requests), legend }],
        stacked: true,
        width: 8,
      },
    ],
  };
}

function revisionsRow({ say }: BoardContext): Row {
  const by = ['service', 'revision'];
  const legend = '{{service}} {{revision}}';
  const build = maxBy(
    ['job', 'instance', 'revision'],
    say.series('build_info', { revision: chosen('revision') }),
  );
  /** Gives each process’ requests the revision that it runs. */
  const ofRevision = (series: string) => `${series} * on (job, instance) group_left (revision) ${build}`;
  const requests = rate(say.histogram('http_server_request_duration_seconds', 'count'));
  return {
    title: 'By revision: is it the release?',
    panels: [
      {
        id: 31,
        kind: 'timeseries',
        title: 'Errors by revision',
        description:
          'A new line above the old one is the release: roll it back first, and read its diff afterwards.',
        unit: 'percentunit',
        queries: [
          {
            expr: share(
              by,
              ofRevision(rate(say.histogram('http_server_request_duration_seconds', 'count', failed))),
              ofRevision(requests),
            ),
            legend,
          },
        ],
        width: 8,
      },
      {
        id: 32,
        kind: 'timeseries',
        title: 'p99 latency by revision',
        description: 'The same question for latency.',
        unit: 's',
        queries: [
          {
            expr: `histogram_quantile(0.99, ${sumBy([...by, 'le'], ofRevision(rate(say.histogram('http_server_request_duration_seconds', 'bucket'))))}) >= 0`,
            legend,
          },
        ],
        width: 8,
      },
      {
        id: 33,
        kind: 'timeseries',
        title: 'Processes by revision',
        description: 'How far a rollout is. Two lines that stay are a rollout that hangs.',
        unit: 'short',
        queries: [
          {
            expr: countBy(by, say.series('build_info', { revision: chosen('revision') })),
            legend,
          },
        ],
        stacked: true,
        width: 8,
      },
      {
        id: 34,
        kind: 'timeseries',
        title: 'Share of the canary',
        description: 'Percent of the traffic of a service that its new revision gets.',
        unit: 'short',
        queries: [{ expr: maxBy(['service'], say.series('canary_weight')), legend: '{{service}}' }],
        max: 100,
        width: 6,
      },
      {
        id: 35,
        kind: 'timeseries',
        title: 'Stage of the rollout',
        description: '0 when there is none.',
        unit: 'short',
        queries: [{ expr: maxBy(['service'], say.series('canary_stage')), legend: '{{service}}' }],
        width: 6,
      },
      {
        id: 36,
        kind: 'timeseries',
        title: 'Decisions of the canary judge',
        description:
          'In the hour before each point. A rollback has a reason: read it before the release is tried again.',
        unit: 'short',
        queries: [
          {
            expr: sumBy(['service', 'decision'], `increase(${say.series('canary_decisions_total')}[1h])`),
            legend: '{{service}} {{decision}}',
          },
        ],
        runbook: 'canary_rolled_back',
        width: 6,
      },
      {
        id: 37,
        kind: 'states',
        title: 'Deployed revisions',
        description: 'Every revision that is deployed.',
        unit: 'bool_yes_no',
        queries: [{ expr: maxBy(by, say.series('deployment_info')), legend }],
        width: 6,
      },
    ],
  };
}

function errorsRow({ say }: BoardContext): Row {
  const edge = ['service', 'http_request_method', 'error_type'];
  const service = ['service', 'http_request_method', 'http_response_status_code', 'error_type'];
  return {
    title: 'Errors: of which kind?',
    panels: [
      {
        id: 61,
        kind: 'timeseries',
        title: 'Errors at the edge, by kind',
        description:
          'Requests a second that failed, by method and kind. A refused connection or a time-out is a server that is gone; a status is one that answers.',
        unit: 'reqps',
        queries: [
          {
            expr: orZero(
              ['service'],
              sumBy(
                edge,
                rate(say.histogram('edge_request_duration_seconds', 'count', { error_type: isNot('') })),
              ),
              say.series('edge_origin_healthy'),
              ['http_request_method', 'error_type'],
            ),
            legend: '{{service}} {{http_request_method}} {{error_type}}',
          },
        ],
      },
      {
        id: 62,
        kind: 'timeseries',
        title: 'Errors in the services, by kind',
        description:
          'The same as the services count it: what is at the edge and not here never reached a service.',
        unit: 'reqps',
        queries: [
          {
            expr: orZero(
              ['service'],
              sumBy(
                service,
                rate(
                  say.histogram('http_server_request_duration_seconds', 'count', { error_type: isNot('') }),
                ),
              ),
              say.series('http_server_active_requests'),
              ['http_request_method', 'http_response_status_code', 'error_type'],
            ),
            legend: '{{service}} {{http_request_method}} {{http_response_status_code}} {{error_type}}',
          },
        ],
      },
    ],
  };
}

function saturationRow({ say }: BoardContext): Row {
  const by = ['service', 'region'];
  const legend = '{{service}} in {{region}}';
  return {
    title: 'Saturation: what is full?',
    panels: [
      {
        id: 41,
        kind: 'timeseries',
        title: 'Requests in flight',
        description: 'Rises with latency, or with traffic. Both flat and this rising: something never ends.',
        unit: 'short',
        queries: [{ expr: sumBy(by, say.series('http_server_active_requests')), legend }],
        width: 6,
      },
      {
        id: 42,
        kind: 'timeseries',
        title: 'Event loop delay, p99',
        description: 'The worst instance. Above 100 ms the process itself is the queue.',
        unit: 's',
        queries: [{ expr: maxBy(by, say.series('nodejs_eventloop_lag_p99_seconds')), legend }],
        width: 6,
      },
      {
        id: 43,
        kind: 'timeseries',
        title: 'CPU',
        description: 'Cores used by the busiest instance.',
        unit: 'short',
        queries: [{ expr: maxBy(by, rate(say.series('process_cpu_seconds_total'))), legend }],
        width: 6,
      },
      {
        id: 44,
        kind: 'timeseries',
        title: 'Time in garbage collection',
        description: 'Share of a core. Above 10 % the heap is nearly full: look at memory.',
        unit: 'percentunit',
        queries: [
          {
            expr: maxBy(['service', 'kind'], rate(say.histogram('nodejs_gc_duration_seconds', 'sum'))),
            legend: '{{service}} {{kind}}',
          },
        ],
        width: 6,
      },
    ],
  };
}

function runtimeRow({ say }: BoardContext): Row {
  const worst = (series: string) => maxBy(['service'], series);
  const legend = '{{service}}';
  return {
    title: 'Inside the processes',
    panels: [
      {
        id: 71,
        kind: 'timeseries',
        title: 'Heap in use',
        description:
          'Used over allocated heap, the fullest process of each service. Close to 100 % for long: it is about to be killed.',
        unit: 'percentunit',
        queries: [
          {
            expr: worst(
              `${say.series('nodejs_heap_size_used_bytes')} / ${say.series('nodejs_heap_size_total_bytes')}`,
            ),
            legend,
          },
        ],
        max: 1,
        width: 6,
      },
      {
        id: 72,
        kind: 'timeseries',
        title: 'Memory outside the heap',
        description:
          'Buffers and the like. What grows here is no JavaScript object, and no heap snapshot shows it.',
        unit: 'bytes',
        queries: [{ expr: worst(say.series('nodejs_external_memory_bytes')), legend }],
        width: 6,
      },
      {
        id: 73,
        kind: 'timeseries',
        title: 'Event loop delay: median, mean, worst',
        description:
          'Since the last scrape. Only the worst is high: one long task. All are high: too little CPU.',
        unit: 's',
        queries: [
          { expr: worst(say.series('nodejs_eventloop_lag_p50_seconds')), legend: '{{service}} median' },
          { expr: worst(say.series('nodejs_eventloop_lag_mean_seconds')), legend: '{{service}} mean' },
          { expr: worst(say.series('nodejs_eventloop_lag_max_seconds')), legend: '{{service}} worst' },
          { expr: worst(say.series('nodejs_eventloop_lag_seconds')), legend: '{{service}} now' },
        ],
        width: 6,
      },
      {
        id: 74,
        kind: 'timeseries',
        title: 'What keeps the event loop alive',
        description: 'Sockets, timers and the like, by type. A type that only grows is never closed.',
        unit: 'short',
        queries: [
          {
            expr: maxBy(['service', 'type'], say.series('nodejs_active_resources')),
            legend: '{{service}} {{type}}',
          },
        ],
        width: 6,
      },
      {
        id: 75,
        kind: 'timeseries',
        title: 'Versions of Node.js',
        description: 'Processes by version.',
        unit: 'short',
        queries: [
          {
            expr: countBy(['service', 'version'], say.series('nodejs_version_info')),
            legend: '{{service}} {{version}}',
          },
        ],
        width: 24,
      },
    ],
  };
}

function databaseRow({ say }: BoardContext): Row {
  const pool = ['service', 'db_client_connection_pool_name'];
  const legend = '{{service}}, pool {{db_client_connection_pool_name}}';
  return {
    title: 'The database, as the services see it',
    panels: [
      {
        id: 51,
        kind: 'timeseries',
        title: 'Pool in use',
        description:
          'Connections in use over the most that the pool may open. At 100 % requests wait: see the next panel.',
        unit: 'percentunit',
        queries: [
          {
            expr: `${sumBy(pool, say.series('db_client_connection_count', { db_client_connection_state: is('used') }))} / ${sumBy(pool, say.series('db_client_connection_max'))}`,
            legend,
          },
        ],
        max: 1,
        width: 6,
      },
      {
        id: 52,
        kind: 'timeseries',
        title: 'Waiting for a connection',
        description: 'Requests that wait for the pool at this moment.',
        unit: 'short',
        queries: [{ expr: sumBy(pool, say.series('db_client_connection_pending_requests')), legend }],
        width: 6,
      },
      {
        id: 53,
        kind: 'timeseries',
        title: 'Wait for a connection, p99',
        description: 'How long it took to get a connection.',
        unit: 's',
        queries: [
          {
            expr: quantile(0.99, pool, say.histogram('db_client_connection_wait_time_seconds', 'bucket')),
            legend,
          },
        ],
        width: 6,
      },
      {
        id: 54,
        kind: 'timeseries',
        title: 'Time-outs of the pool',
        description: 'Requests a second that got no connection in time; each is an error for its caller.',
        unit: 'ops',
        queries: [
          {
            expr: orZero(
              pool,
              sumBy(pool, rate(say.series('db_client_connection_timeouts_total'))),
              say.series('db_client_connection_max'),
            ),
            legend,
          },
        ],
        width: 6,
      },
      {
        id: 55,
        kind: 'timeseries',
        title: 'Operations, p99',
        description:
          'Duration of each kind of statement, without the wait for a connection. Commits wait for a synchronous standby.',
        unit: 's',
        queries: [
          {
            expr: quantile(
              0.99,
              ['service', 'db_operation_name'],
              say.histogram('db_client_operation_duration_seconds', 'bucket'),
            ),
            legend: '{{service}} {{db_operation_name}}',
          },
        ],
      },
      {
        id: 56,
        kind: 'timeseries',
        title: 'Operations that fail',
        description: 'Share of the statements that ended with an error.',
        unit: 'percentunit',
        queries: [
          {
            expr: share(
              ['service'],
              rate(say.histogram('db_client_operation_duration_seconds', 'count', { error_type: isNot('') })),
              rate(say.histogram('db_client_operation_duration_seconds', 'count')),
            ),
            legend: '{{service}}',
          },
        ],
      },
    ],
  };
}

function outgoingRow({ say }: BoardContext): Row {
  const by = ['service', 'server_address'];
  const legend = '{{service}} to {{server_address}}';
  const requests = rate(say.histogram('http_client_request_duration_seconds', 'count'));
  return {
    title: 'What the services call',
    panels: [
      {
        id: 81,
        kind: 'timeseries',
        title: 'Outgoing requests by method and status',
        description: 'Requests a second to other servers. What got no answer has no status.',
        unit: 'reqps',
        queries: [
          {
            expr: sumBy(['http_request_method', 'http_response_status_code'], requests),
            legend: '{{http_request_method}} {{http_response_status_code}}',
          },
        ],
        stacked: true,
        width: 8,
      },
      {
        id: 82,
        kind: 'timeseries',
        title: 'Outgoing requests, p99',
        description: 'Until the answer begins, by the server that is called: a slow vendor makes us slow.',
        unit: 's',
        queries: [
          {
            expr: quantile(0.99, by, say.histogram('http_client_request_duration_seconds', 'bucket')),
            legend,
          },
        ],
        width: 8,
      },
      {
        id: 83,
        kind: 'timeseries',
        title: 'Outgoing requests that fail',
        description:
          'Share of the requests that ended with an error or an error status, by the server that is called.',
        unit: 'percentunit',
        queries: [
          {
            expr: share(
              by,
              rate(say.histogram('http_client_request_duration_seconds', 'count', { error_type: isNot('') })),
              requests,
            ),
            legend,
          },
        ],
        width: 8,
      },
    ],
  };
}
