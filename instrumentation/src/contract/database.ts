import { databaseBuckets } from './buckets.js';
import type { MetricFamily } from './definition.js';

export const database = {
  db_client_operation_duration_seconds: {
    type: 'histogram',
    unit: 'seconds',
    labels: ['db_operation_name', 'error_type'],
    buckets: databaseBuckets,
    help: 'Duration of database operations, without the wait for a connection.',
    producer: 'postgres',
  },
  db_client_connection_count: {
    type: 'gauge',
    unit: 'count',
    labels: ['db_client_connection_pool_name', 'db_client_connection_state'],
    help: 'Connections in the pool; state is idle or used.',
    producer: 'postgres',
  },
  db_client_connection_max: {
    type: 'gauge',
    unit: 'count',
    labels: ['db_client_connection_pool_name'],
    help: 'The most connections that the pool may open.',
    producer: 'postgres',
  },
  db_client_connection_pending_requests: {
    type: 'gauge',
    unit: 'count',
    labels: ['db_client_connection_pool_name'],
    help: 'Requests waiting for a connection.',
    producer: 'postgres',
  },
  db_client_connection_timeouts_total: {
    type: 'counter',
    unit: 'count',
    labels: ['db_client_connection_pool_name'],
    help: 'Requests for a connection that timed out.',
    producer: 'postgres',
  },
  db_client_connection_wait_time_seconds: {
    type: 'histogram',
    unit: 'seconds',
    labels: ['db_client_connection_pool_name'],
    buckets: databaseBuckets,
    help: 'Time it took to obtain a connection from the pool.',
    producer: 'postgres',
  },
  replication_lag_bytes: {
    type: 'gauge',
    unit: 'bytes',
    labels: ['standby'],
    help: 'WAL written on the primary and not yet flushed by the standby.',
    producer: 'database-exporter',
  },
  replication_lag_seconds: {
    type: 'gauge',
    unit: 'seconds',
    labels: ['standby'],
    help: 'How far the standby is behind the primary.',
    producer: 'database-exporter',
  },
  replication_synchronous_standbys: {
    type: 'gauge',
    unit: 'count',
    labels: [],
    help: 'Standbys whose confirmation a commit can wait for.',
    producer: 'database-exporter',
  },
} as const satisfies MetricFamily;
