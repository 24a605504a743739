import { is, matchesNot, type Vocabulary } from '@attest/dashboards';
import { recorded } from '@attest/slo';
import type { Query } from '../runbook.js';

const query = (promql: string, reads: string): Query => ({ kind: 'query', promql, reads });
/** What it shows is the fault: nothing is good news. */
export const sometimes = (promql: string, reads: string): Query => ({
  kind: 'query',
  promql,
  reads,
  mayBeEmpty: true,
});

export { query };

const good = { http_response_status_code: matchesNot('5..') };
/** What failed, as what is left of the whole: 0 when nothing fails, and not nothing. */
const failedShare = (by: string, succeeded: string, all: string) =>
  `1 - sum by (${by}) (rate(${succeeded}[5m]))
  / sum by (${by}) (rate(${all}[5m]))`;

/** Questions that many runbooks ask, each of the whole environment at once. */
export const queries = {
  errorsByRegion: (say: Vocabulary) =>
    query(
      failedShare(
        'service, origin',
        say.histogram('edge_request_duration_seconds', 'count', good),
        say.histogram('edge_request_duration_seconds', 'count'),
      ),
      'share of the requests that fail, by service and the region that was to answer',
    ),
  latencyByRegion: (say: Vocabulary) =>
    query(
      `histogram_quantile(0.99, sum by (service, origin, le) (rate(${say.histogram('edge_request_duration_seconds', 'bucket')}[5m]))) >= 0`,
      'p99 in seconds at the edge, by service and region',
    ),
  trafficByRegion: (say: Vocabulary) =>
    query(
      `sum by (service, origin) (rate(${say.histogram('edge_request_duration_seconds', 'count')}[5m]))`,
      'requests a second, by service and region',
    ),
  statuses: (say: Vocabulary) =>
    query(
      `sum by (service, http_response_status_code, error_type) (rate(${say.histogram('edge_request_duration_seconds', 'count')}[5m]))`,
      'requests a second by status and kind of error',
    ),
  errorsByRoute: (say: Vocabulary) =>
    query(
      failedShare(
        'service, http_route',
        say.histogram('http_server_request_duration_seconds', 'count', good),
        say.histogram('http_server_request_duration_seconds', 'count'),
      ),
      'share of 5xx by service and route, as the services count them',
    ),
  latencyByRoute: (say: Vocabulary) =>
    query(
      `histogram_quantile(0.99, sum by (service, http_route, le) (rate(${say.histogram('http_server_request_duration_seconds', 'bucket')}[5m]))) >= 0`,
      'p99 in seconds inside the services, by route',
    ),
  origins: (say: Vocabulary) =>
    query(
      `min by (service, origin) (${say.series('edge_origin_healthy')})`,
      '1 the edge sends traffic there, 0 it does not',
    ),
  revisions: (say: Vocabulary) =>
    query(
      `count by (service, revision) (${say.series('build_info')})`,
      'processes by revision: two lines of one service are a rollout',
    ),
  youngest: (say: Vocabulary) =>
    query(
      `(time() - max by (service, region) (${say.series('process_start_time_seconds')})) / 60`,
      'minutes since a process of the service last started',
    ),
  instances: (say: Vocabulary) =>
    query(
      `count by (service, region) (${say.series('build_info')})`,
      'running processes by service and region',
    ),
  cpu: (say: Vocabulary) =>
    query(
      `max by (service, region) (rate(${say.series('process_cpu_seconds_total')}[5m]))`,
      'cores used by the busiest process; 1 is a full core, and JavaScript uses no second one',
    ),
  eventLoop: (say: Vocabulary) =>
    query(
      `max by (service, region) (${say.series('nodejs_eventloop_lag_p99_seconds')})`,
      'p99 delay of the event loop in seconds; above 0.1 the process itself is the queue',
    ),
  memory: (say: Vocabulary) =>
    query(
      `max by (service, region) (${say.series('process_resident_memory_bytes')}) / 1048576`,
      'resident memory of the largest process, in MiB',
    ),
  pool: (say: Vocabulary) =>
    query(
      `sum by (service, db_client_connection_pool_name) (${say.series('db_client_connection_count', { db_client_connection_state: is('used') })}) / sum by (service, db_client_connection_pool_name) (${say.series('db_client_connection_max')})`,
      'share of the connection pool that is in use; 1 is full',
    ),
  poolWaiting: (say: Vocabulary) =>
    query(
      `sum by (service, region) (${say.series('db_client_connection_pending_requests')})`,
      'requests that wait for a database connection now',
    ),
  databaseLatency: (say: Vocabulary) =>
    query(
      `histogram_quantile(0.99, sum by (db_operation_name, le) (rate(${say.histogram('db_client_operation_duration_seconds', 'bucket')}[5m]))) >= 0`,
      'p99 of database statements in seconds, by kind; a slow COMMIT is a slow standby',
    ),
  databaseErrors: (say: Vocabulary) =>
    query(
      failedShare(
        'service',
        say.histogram('db_client_operation_duration_seconds', 'count', { error_type: is('') }),
        say.histogram('db_client_operation_duration_seconds', 'count'),
      ),
      'share of the database statements that fail, by service',
    ),
  databases: (say: Vocabulary) =>
    query(`min by (region) (${say.external('pg_up')})`, '1 the database answers, 0 it does not'),
  connections: (say: Vocabulary) =>
    query(
      `sum by (region, state) (${say.external('pg_stat_activity_count')})`,
      'connections by state; “idle in transaction” holds locks',
    ),
  connectionsShare: (say: Vocabulary) =>
    query(
      `sum by (region) (${say.external('pg_stat_activity_count')}) / max by (region) (${say.external('pg_settings_max_connections')})`,
      'connections over the most that the server takes',
    ),
  databaseSize: (say: Vocabulary) =>
    query(
      `max by (region) (sum by (region) (${say.external('pg_database_size_bytes')})) / 1073741824`,
      'size of the databases in GiB',
    ),
  standbys: (say: Vocabulary) =>
    query(
      `max by (environment) (${say.series('replication_synchronous_standbys')})`,
      'standbys whose confirmation a commit can wait for',
    ),
  lagSeconds: (say: Vocabulary) =>
    query(
      `max by (region, standby) (${say.series('replication_lag_seconds')})`,
      'seconds that each standby is behind; `region` is the server that it follows',
    ),
  lagBytes: (say: Vocabulary) =>
    query(
      `max by (region, standby) (${say.series('replication_lag_bytes')})`,
      'bytes of WAL not yet flushed by the standby',
    ),
  failoverState: (say: Vocabulary) =>
    query(
      `max by (state) (${say.series('failover_state')}) == 1`,
      'the state that the failover controller is in',
    ),
  epoch: (say: Vocabulary) =>
    query(
      `max by (environment) (${say.series('failover_epoch')})`,
      'epoch of the primary; every failover raises it',
    ),
  queueAge: (say: Vocabulary) =>
    query(
      `max by (queue) (${say.series('queue_oldest_job_age_seconds')})`,
      'age in seconds of the oldest job that waits',
    ),
  queueDepth: (say: Vocabulary) =>
    query(`max by (queue, state) (${say.series('queue_jobs')})`, 'jobs by state'),
  workDone: (say: Vocabulary) =>
    query(
      `sum by (messaging_destination_name, outcome) (rate(${say.histogram('messaging_process_duration_seconds', 'count')}[5m]))`,
      'attempts a second by queue and outcome; nothing at all: nobody works',
    ),
  workErrors: (say: Vocabulary) =>
    query(
      `sum by (messaging_destination_name, error_type) (rate(${say.histogram('messaging_process_duration_seconds', 'count')}[15m]))`,
      'attempts a second by kind of error; an empty kind is success',
    ),
  workDuration: (say: Vocabulary) =>
    query(
      `histogram_quantile(0.95, sum by (messaging_destination_name, le) (rate(${say.histogram('messaging_process_duration_seconds', 'bucket')}[5m]))) >= 0`,
      'p95 of an attempt in seconds, by queue',
    ),
  deadLetters: (say: Vocabulary) =>
    sometimes(
      `sum by (queue) (increase(${say.series('queue_dead_letter_total')}[1h]))`,
      'jobs given up in an hour, by queue; no line: never one',
    ),
  predictions: (say: Vocabulary) =>
    query(
      `sum by (model, gpu, outcome) (rate(${say.histogram('gpu_prediction_duration_seconds', 'count')}[5m]))`,
      'predictions a second by model, GPU and outcome',
    ),
  gpuWait: (say: Vocabulary) =>
    query(
      `histogram_quantile(0.95, sum by (model, gpu, le) (rate(${say.histogram('gpu_prediction_queue_seconds', 'bucket')}[5m]))) >= 0`,
      'p95 of the wait for a GPU in seconds',
    ),
  gpuInFlight: (say: Vocabulary) =>
    query(
      `sum by (model, gpu) (${say.series('gpu_predictions_in_flight')})`,
      'predictions that are not known to have ended',
    ),
  gpuCost: (say: Vocabulary) =>
    query(
      `sum by (model, service) (rate(${say.series('gpu_cost_usd_total')}[15m])) * 3600`,
      'dollars an hour at list price, by model',
    ),
  backupAge: (say: Vocabulary) =>
    sometimes(
      `(time() - max by (location) (${say.series('backup_last_success_timestamp_seconds')})) / 3600`,
      'hours since the newest complete backup, by location',
    ),
  secretAge: (say: Vocabulary) =>
    sometimes(
      `(time() - min by (secret) (${say.series('secret_rotated_timestamp_seconds')})) / 86400`,
      'days since each kind of secret was replaced, where it is oldest',
    ),
  certificateLeft: (say: Vocabulary) =>
    sometimes(
      `(min by (host) (${say.series('certificate_expiry_timestamp_seconds')}) - time()) / 86400`,
      'days until each certificate expires',
    ),
  budget: (say: Vocabulary) =>
    query(
      `min by (service, objective) (${say.recorded(recorded.budgetRemaining)})`,
      'share of the error budget that is left',
    ),
  burn: (say: Vocabulary) =>
    query(
      `max by (objective) (${say.recorded(recorded.errors('1h'))} / (${say.recorded(recorded.events('1h'))} > 0) / on (service, region, objective, environment) (1 - ${say.recorded(recorded.target)}))`,
      'how many times too fast each budget burned in the last hour',
    ),
  targets: (say: Vocabulary) =>
    query(`min by (job, instance) (${say.external('up')})`, '1 the target answers Prometheus, 0 it does not'),
} satisfies Record<string, (say: Vocabulary) => Query>;
