import type { Board, BoardContext } from '../board.js';
import type { Row } from '../model.js';
import { above } from '../promises.js';
import { daysSinceDrill } from '../query/days-since-drill.js';
import { maxBy, minBy, orZero, rate, sumBy } from '../query/expressions.js';

/** Can we lose a region now, without losing a write, and what did the last failover do? */
export const failoverAndData: Board = (context) => ({
  name: 'failover_and_data',
  title: 'Failover and data',
  description: 'Can we lose a region now without losing a write, and how did the last failover go?',
  variables: [],
  rows: [
    promisesRow(context),
    replicationRow(context),
    failoverRow(context),
    keepingRow(context),
    practiceRow(context),
  ],
});

function promisesRow({ say, promises, platform }: BoardContext): Row {
  return {
    title: 'Could we lose a region now?',
    panels: [
      {
        id: 1,
        kind: 'stat',
        title: 'Standbys that confirm commits',
        description:
          'Standbys whose confirmation a commit can wait for, at the primary. Fewer than promised: writes wait, or could be lost with the region.',
        unit: 'short',
        queries: [
          {
            expr: maxBy(['environment'], say.series('replication_synchronous_standbys')),
            legend: '{{environment}}',
          },
        ],
        ...(promises.synchronousStandbys && { promise: promises.synchronousStandbys }),
        runbook: 'replication_lagging',
      },
      {
        id: 2,
        kind: 'stat',
        title: 'Standby that is furthest behind',
        description:
          'WAL that the primary has written and the standby has not yet flushed. With synchronous commit the best standby is always near 0.',
        unit: 'bytes',
        queries: [{ expr: minBy(['environment'], standby(say)), legend: '{{environment}}, best standby' }],
        runbook: 'replication_lagging',
      },
      {
        id: 3,
        kind: 'stat',
        title: 'Healthy origins',
        description: 'Regions that could take the traffic of each service now. At 1 there is nowhere to go.',
        unit: 'short',
        queries: [{ expr: sumBy(['service'], say.series('edge_origin_healthy')), legend: '{{service}}' }],
        promise: above(2, 'one to serve and one to take over', platform.failover.section),
        runbook: 'origin_unhealthy',
      },
      {
        id: 4,
        kind: 'stat',
        title: 'Epoch of the primary',
        description:
          'Every failover raises it. Writes that were acknowledged under an older epoch, later than the failover, are refused.',
        unit: 'none',
        queries: [{ expr: maxBy(['environment'], say.series('failover_epoch')), legend: '{{environment}}' }],
      },
    ],
  };
}

const standby = (say: BoardContext['say']) => say.series('replication_lag_bytes');

function replicationRow({ say }: BoardContext): Row {
  return {
    title: 'Replication',
    panels: [
      {
        id: 11,
        kind: 'timeseries',
        title: 'Behind the primary, in bytes',
        description: 'WAL that would be lost with the primary if this standby alone took over.',
        unit: 'bytes',
        queries: [
          {
            expr: maxBy(['region', 'standby'], say.series('replication_lag_bytes')),
            legend: '{{standby}} behind {{region}}',
          },
        ],
        runbook: 'replication_lagging',
        width: 8,
      },
      {
        id: 12,
        kind: 'timeseries',
        title: 'Behind the primary, in seconds',
        description: 'How old the data is that a reader of the standby sees.',
        unit: 's',
        queries: [
          {
            expr: maxBy(['region', 'standby'], say.series('replication_lag_seconds')),
            legend: '{{standby}} behind {{region}}',
          },
        ],
        width: 8,
      },
      {
        id: 13,
        kind: 'states',
        title: 'Databases that answer',
        description: 'Whether each region’s database answers a query.',
        unit: 'bool_yes_no',
        queries: [{ expr: minBy(['region'], say.external('pg_up')), legend: '{{region}}' }],
        width: 8,
      },
      {
        id: 14,
        kind: 'timeseries',
        title: 'Connections by state',
        description:
          'Connections to each region’s database. “idle in transaction” holds locks and keeps old rows alive.',
        unit: 'short',
        queries: [
          {
            expr: sumBy(['region', 'state'], say.external('pg_stat_activity_count')),
            legend: '{{region}} {{state}}',
          },
        ],
        width: 12,
      },
      {
        id: 15,
        kind: 'timeseries',
        title: 'Commits and other statements, p99',
        description: 'Duration by kind of statement as the services see it: a slow COMMIT is a slow standby.',
        unit: 's',
        queries: [
          {
            expr: `histogram_quantile(0.99, ${sumBy(['db_operation_name', 'le'], rate(say.histogram('db_client_operation_duration_seconds', 'bucket')))}) >= 0`,
            legend: '{{db_operation_name}}',
          },
        ],
        width: 12,
      },
    ],
  };
}

function failoverRow({ say, promises }: BoardContext): Row {
  return {
    title: 'The failover controller',
    panels: [
      {
        id: 21,
        kind: 'states',
        title: 'What it is doing',
        description:
          'The state that is “yes” is the one it is in. “monitoring” is normal; “refused” and “failed” need you now.',
        unit: 'bool_yes_no',
        queries: [{ expr: maxBy(['state'], say.series('failover_state')), legend: '{{state}}' }],
        runbook: 'failover_failed',
      },
      {
        id: 22,
        kind: 'timeseries',
        title: 'Longest step of a failover',
        description:
          'Mean duration of each step in the failovers of the last hour, against the promise for all of them together.',
        unit: 's',
        queries: [
          {
            expr: `${sumBy(['step'], say.histogram('failover_step_duration_seconds', 'sum'))} / (${sumBy(['step'], say.histogram('failover_step_duration_seconds', 'count'))} > 0)`,
            legend: '{{step}}',
          },
        ],
        promise: promises.failover,
      },
      {
        id: 23,
        kind: 'timeseries',
        title: 'Failovers in a day',
        description: 'Failovers in the 24 hours before each point, by trigger and outcome.',
        unit: 'short',
        queries: [
          {
            expr: orZero(
              ['environment'],
              sumBy(['environment', 'trigger', 'outcome'], `increase(${say.series('failover_total')}[24h])`),
              say.series('failover_epoch'),
              ['trigger', 'outcome'],
            ),
            legend: '{{trigger}} {{outcome}}',
          },
        ],
      },
      {
        id: 24,
        kind: 'states',
        title: 'Health of the origins',
        description:
          'Whether the edge sends traffic to each origin: what the controller sees, seen from outside.',
        unit: 'bool_yes_no',
        queries: [
          {
            expr: minBy(['service', 'origin'], say.series('edge_origin_healthy')),
            legend: '{{service}} in {{origin}}',
          },
        ],
      },
    ],
  };
}

function keepingRow({ say }: BoardContext): Row {
  const age = (labels: string, series: string) => `time() - max by (${labels}) (${series})`;
  return {
    title: 'Backups, secrets, certificates',
    panels: [
      {
        id: 41,
        kind: 'timeseries',
        title: 'Age of the newest backup',
        description: 'By location. What was written since is in no backup.',
        unit: 's',
        queries: [
          {
            expr: age('location', say.series('backup_last_success_timestamp_seconds')),
            legend: '{{location}}',
          },
        ],
        runbook: 'backup_too_old',
        width: 6,
      },
      {
        id: 42,
        kind: 'timeseries',
        title: 'Age of the secrets',
        description: 'Since each kind was last replaced.',
        unit: 's',
        queries: [
          { expr: age('secret', say.series('secret_rotated_timestamp_seconds')), legend: '{{secret}}' },
        ],
        runbook: 'secret_too_old',
        width: 6,
      },
      {
        id: 43,
        kind: 'timeseries',
        title: 'Until certificates expire',
        description: 'By host. At 0 no client connects any more.',
        unit: 's',
        queries: [
          {
            expr: `min by (host) (${say.series('certificate_expiry_timestamp_seconds')}) - time()`,
            legend: '{{host}}',
          },
        ],
        runbook: 'certificate_expiring',
        width: 6,
      },
      {
        id: 44,
        kind: 'timeseries',
        title: 'Acknowledged writes that were lost',
        description:
          'Found missing on the new primary within an hour. Anything but 0: keep the old primary’s disk.',
        unit: 'short',
        queries: [
          {
            expr: sumBy(['environment'], `increase(${say.series('failover_lost_writes_total')}[1h])`),
            legend: '{{environment}}',
          },
        ],
        runbook: 'data_loss',
        width: 6,
      },
    ],
  };
}

function practiceRow({ platform, say }: BoardContext): Row {
  return {
    title: 'Practice',
    panels: [
      {
        id: 31,
        kind: 'timeseries',
        title: 'Days since the last game day',
        description: `By experiment, what it was run on, and verdict; of the last ${platform.monitoring.retentionDays} days, for which metrics are kept.`,
        unit: 'short',
        queries: [
          {
            expr: daysSinceDrill(platform, say, ['experiment', 'target', 'verdict']),
            legend: '{{experiment}} {{target}} {{verdict}}',
          },
        ],
        width: 12,
      },
      {
        id: 32,
        kind: 'states',
        title: 'Circuit breakers',
        description: 'The state that each circuit breaker is in.',
        unit: 'bool_yes_no',
        queries: [
          {
            expr: `max by (service, name, state) (${say.series('circuit_breaker_state')})`,
            legend: '{{service}} {{name}} {{state}}',
          },
        ],
        width: 12,
      },
    ],
  };
}
