import type { MetricType } from './index.js';

interface ExternalMetric {
  readonly type: MetricType;
  readonly labels: readonly string[];
  readonly help: string;
  /** The program that emits it. */
  readonly program: 'Prometheus' | 'Alertmanager' | 'postgres_exporter' | 'node_exporter';
}

/** Metrics of other programs that rules read. They keep their programs' names, and labels that we do not choose. */
export const external = {
  up: {
    type: 'gauge',
    labels: ['job', 'instance'],
    help: '1 when the last scrape of the target succeeded, else 0.',
    program: 'Prometheus',
  },
  prometheus_config_last_reload_successful: {
    type: 'gauge',
    labels: [],
    help: '1 when the configuration in use is the newest, else 0.',
    program: 'Prometheus',
  },
  prometheus_rule_evaluation_failures_total: {
    type: 'counter',
    labels: ['rule_group'],
    help: 'Rules that could not be evaluated.',
    program: 'Prometheus',
  },
  prometheus_rule_group_iterations_missed_total: {
    type: 'counter',
    labels: ['rule_group'],
    help: 'Evaluations of a group that were skipped because the one before took too long.',
    program: 'Prometheus',
  },
  prometheus_notifications_alertmanagers_discovered: {
    type: 'gauge',
    labels: [],
    help: 'Alertmanagers that alerts are sent to.',
    program: 'Prometheus',
  },
  prometheus_notifications_dropped_total: {
    type: 'counter',
    labels: [],
    help: 'Alerts that no Alertmanager took.',
    program: 'Prometheus',
  },
  alertmanager_config_last_reload_successful: {
    type: 'gauge',
    labels: [],
    help: '1 when the configuration in use is the newest, else 0.',
    program: 'Alertmanager',
  },
  alertmanager_notifications_failed_total: {
    type: 'counter',
    labels: ['integration'],
    help: 'Notifications that a receiver did not take.',
    program: 'Alertmanager',
  },
  pg_up: {
    type: 'gauge',
    labels: [],
    help: '1 while the database answers, else 0.',
    program: 'postgres_exporter',
  },
  pg_stat_activity_count: {
    type: 'gauge',
    labels: ['datname', 'state'],
    help: 'Connections by database and state.',
    program: 'postgres_exporter',
  },
  pg_settings_max_connections: {
    type: 'gauge',
    labels: [],
    help: 'The most connections that the server accepts.',
    program: 'postgres_exporter',
  },
  pg_database_size_bytes: {
    type: 'gauge',
    labels: ['datname'],
    help: 'Size of each database.',
    program: 'postgres_exporter',
  },
  node_cpu_seconds_total: {
    type: 'counter',
    labels: ['cpu', 'mode'],
    help: 'Time that each CPU spent in each mode.',
    program: 'node_exporter',
  },
  node_memory_MemAvailable_bytes: {
    type: 'gauge',
    labels: [],
    help: 'Memory that programs can still get without swapping.',
    program: 'node_exporter',
  },
  node_memory_MemTotal_bytes: {
    type: 'gauge',
    labels: [],
    help: 'Memory of the machine.',
    program: 'node_exporter',
  },
  node_filesystem_avail_bytes: {
    type: 'gauge',
    labels: ['mountpoint', 'fstype'],
    help: 'Space that programs can still use.',
    program: 'node_exporter',
  },
  node_filesystem_size_bytes: {
    type: 'gauge',
    labels: ['mountpoint', 'fstype'],
    help: 'Size of the file system.',
    program: 'node_exporter',
  },
} as const satisfies Record<string, ExternalMetric>;

export type ExternalMetricName = keyof typeof external;
