import type { MetricType } from './index.js';

interface ExternalMetric {
  readonly type: MetricType;
  readonly labels: readonly string[];
  readonly help: string;
  /** The program that emits it. */
  readonly program: 'Prometheus' | 'Alertmanager' | 'postgres_exporter';
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
} as const satisfies Record<string, ExternalMetric>;

export type ExternalMetricName = keyof typeof external;
