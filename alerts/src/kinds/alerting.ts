import type { ExternalMetricName, MetricName } from '@attest/instrumentation/contract';
import { type Matchers, select } from '@attest/slo';
import type { AlertContext, AlertDraft, AlertKindDefinition } from '../alert.js';
import { type Case, seriesOf } from '../case.js';
import { counterCases, gaugeCases } from '../testing/threshold-cases.js';

/** What watches the watchers. `service` is the program. */
const meta = (
  about: Pick<AlertDraft, 'name' | 'severity' | 'forSeconds' | 'says'> & {
    service: string;
    metric: ExternalMetricName;
    expr: string;
    cases: readonly Case[];
  },
) => {
  const { metric, service, ...rest } = about;
  return (): AlertDraft[] => [
    {
      ...rest,
      service,
      region: 'all',
      promise: 'alerting',
      pace: 'fast',
      figure: 'count',
      dashboard: 'infrastructure_overview',
      metrics: [metric],
    },
  ];
};

const rejected = (name: string, service: 'prometheus' | 'alertmanager', program: string) => {
  const metric = `${service}_config_last_reload_successful` as const;
  return meta({
    name,
    severity: 'warning',
    service,
    metric,
    expr: `min by (instance) (${metric}) == 0`,
    forSeconds: 300,
    says: ({ label }) => ({
      summary: `${program} ${label('instance')} runs with an old configuration`,
      description: 'It refused the newest one at least five minutes ago. Its log says why.',
    }),
    cases: gaugeCases({
      series: seriesOf(metric, { instance: 'a:1' }),
      bad: 0,
      good: 1,
      forSeconds: 300,
      exactly: { figure: '0', labels: { instance: 'a:1' } },
      twin: 'good',
    }),
  });
};

const growing = (
  name: string,
  severity: AlertDraft['severity'],
  service: string,
  metric: ExternalMetricName,
  by: string,
  says: AlertDraft['says'],
) =>
  meta({
    name,
    severity,
    service,
    metric,
    expr: `sum by (${by}) (increase(${metric}[5m])) > 0`,
    forSeconds: 0,
    says,
    cases: counterCases({
      series: seriesOf(metric, { [by]: 'a' }),
      window: '5m',
      figure: '3',
      labels: { [by]: 'a' },
    }),
  });

/** What telemetry says that it could not keep. */
const telemetry =
  (name: string, metric: MetricName, by: string, says: AlertDraft['says']) =>
  ({ environment }: AlertContext): AlertDraft[] => {
    const all: Matchers = { environment };
    return [
      {
        name,
        severity: 'info',
        service: undefined,
        region: 'all',
        promise: 'monitoring',
        expr: `sum by (service, ${by}) (increase(${select(metric, all)}[15m])) > 0`,
        forSeconds: 0,
        pace: 'fast',
        figure: 'count',
        says,
        dashboard: 'infrastructure_overview',
        metrics: [metric],
        cases: counterCases({
          series: seriesOf(metric, { environment, service: 'any', region: 'somewhere', [by]: 'x' }),
          window: '15m',
          figure: '3',
          labels: { service: 'any', [by]: 'x' },
        }),
      },
    ];
  };

export const alertingKinds = {
  telemetry_dropped: {
    title: 'Telemetry drops what it was given',
    derive: telemetry('telemetry_dropped', 'telemetry_dropped_total', 'reason', ({ label, figure }) => ({
      summary: `${label('service')}: telemetry has dropped ${figure} values (${label('reason')})`,
      description: 'Within the last 15 minutes. Figures of this service are too low by as much.',
    })),
  },
  label_overflow: {
    title: 'A label has too many values',
    derive: telemetry(
      'label_overflow',
      'telemetry_cardinality_overflow_total',
      'metric',
      ({ label, figure }) => ({
        summary: `${label('service')}: ${label('metric')} has too many series`,
        description: `${figure} observations of the last 15 minutes went to __overflow__. Some label takes values that it should not, such as ids.`,
      }),
    ),
  },
  prometheus_config_rejected: {
    title: 'Prometheus runs with an old configuration',
    derive: rejected('prometheus_config_rejected', 'prometheus', 'Prometheus'),
  },
  rule_evaluation_failing: {
    title: 'Rules cannot be evaluated',
    derive: growing(
      'rule_evaluation_failing',
      'critical',
      'prometheus',
      'prometheus_rule_evaluation_failures_total',
      'rule_group',
      ({ label, figure }) => ({
        summary: `${figure} evaluations of ${label('rule_group')} failed`,
        description: 'Within the last five minutes. The alerts of this group may not fire.',
      }),
    ),
  },
  rules_too_slow: {
    title: 'Rules take longer than their interval',
    derive: growing(
      'rules_too_slow',
      'warning',
      'prometheus',
      'prometheus_rule_group_iterations_missed_total',
      'rule_group',
      ({ label, figure }) => ({
        summary: `${figure} evaluations of ${label('rule_group')} were skipped`,
        description: 'Within the last five minutes. Alerts of this group come later than promised.',
      }),
    ),
  },
  alertmanager_unreachable: {
    title: 'Prometheus knows no Alertmanager',
    derive: meta({
      name: 'alertmanager_unreachable',
      severity: 'critical',
      service: 'prometheus',
      metric: 'prometheus_notifications_alertmanagers_discovered',
      expr: 'max by (instance) (prometheus_notifications_alertmanagers_discovered) == 0',
      forSeconds: 300,
      says: ({ label }) => ({
        summary: `Prometheus ${label('instance')} knows no Alertmanager`,
        description:
          'For at least five minutes. Its alerts reach nobody, this one included; the silent heartbeat is what tells.',
      }),
      cases: gaugeCases({
        series: seriesOf('prometheus_notifications_alertmanagers_discovered', { instance: 'a:1' }),
        bad: 0,
        good: 1,
        forSeconds: 300,
        exactly: { figure: '0', labels: { instance: 'a:1' } },
        twin: 'bad',
      }),
    }),
  },
  alerts_dropped: {
    title: 'Alerts do not reach Alertmanager',
    derive: growing(
      'alerts_dropped',
      'critical',
      'prometheus',
      'prometheus_notifications_dropped_total',
      'instance',
      ({ label, figure }) => ({
        summary: `Prometheus ${label('instance')} has dropped ${figure} alerts`,
        description: 'Within the last five minutes: no Alertmanager took them.',
      }),
    ),
  },
  alertmanager_config_rejected: {
    title: 'Alertmanager runs with an old configuration',
    derive: rejected('alertmanager_config_rejected', 'alertmanager', 'Alertmanager'),
  },
  notifications_failing: {
    title: 'A receiver does not take notifications',
    derive: growing(
      'notifications_failing',
      'warning',
      'alertmanager',
      'alertmanager_notifications_failed_total',
      'integration',
      ({ label, figure }) => ({
        summary: `${figure} notifications to ${label('integration')} failed`,
        description:
          'Within the last five minutes. Alertmanager tries again; whoever is told through it may not know.',
      }),
    ),
  },
  watchdog: {
    title: 'Alerting works from Prometheus to the receiver',
    derive: () => [
      {
        name: 'Watchdog',
        severity: 'none',
        service: 'prometheus',
        region: 'all',
        promise: 'alerting',
        expr: 'vector(1)',
        forSeconds: 0,
        pace: 'fast',
        figure: 'count',
        says: () => ({
          summary: 'Alerting works from Prometheus to the receiver',
          description: 'Fires all the time. Its absence at the heartbeat is the alert.',
        }),
        dashboard: 'infrastructure_overview',
        metrics: [],
        cases: [
          {
            name: 'always',
            interval: '15s',
            series: [],
            expectations: [
              { at: '0s', firing: 1, exactly: { figure: '1' } },
              { at: '10m', firing: 1 },
            ],
          },
        ],
      },
    ],
  },
} satisfies Record<string, AlertKindDefinition>;
