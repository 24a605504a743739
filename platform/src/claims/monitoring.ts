import { type AlertRule, type Platform, severities } from '../schema/index.js';
import type { Claim } from './claim.js';
import { type Draft, inSection, when } from './draft.js';
import { how } from './how.js';
import { atMost, equal, is } from './promised.js';
import { percentOf, slug, words } from './wording.js';

export function monitoringClaims({ monitoring, services }: Platform): Claim[] {
  const { provider, retentionDays, exporters, visualization, dashboards, routes, rules, section } =
    monitoring;
  return inSection(section, [
    ['monitoring.metrics', `Metrics are kept in ${provider}`, is(provider), how.scrape],
    [
      'monitoring.retention',
      `Metrics are kept for ${retentionDays} days`,
      equal(retentionDays, 'days'),
      how.provider(provider),
    ],
    ...exporters.map(
      (exporter): Draft => [
        `monitoring.exporter.${slug(exporter)}`,
        `The metrics of ${exporter} are collected`,
        is(exporter),
        how.scrape,
      ],
    ),
    when(visualization, (tool) => [
      'monitoring.visualization',
      `Metrics are shown in ${tool}`,
      is(tool),
      how.dashboard,
    ]),
    ...dashboards.map(
      (dashboard): Draft => [
        `monitoring.dashboard.${slug(dashboard)}`,
        `There is a dashboard ${words(dashboard)}`,
        is(dashboard),
        how.dashboard,
      ],
    ),
    ...severities.map(
      (severity): Draft => [
        `monitoring.route.${severity}`,
        `Alerts of severity ${severity} go to ${routes[severity].provider}`,
        is(routes[severity].provider),
        how.route,
      ],
    ),
    ...rules.map(alert),
    ...services.flatMap(({ id }) => rules.map((rule) => objective(id, rule, rules))),
  ]);
}

const shown = ({ threshold, unit }: AlertRule) =>
  unit === 'ratio' ? percentOf(threshold) : `${threshold} ${unit}`;

const indicators = { error_rate: 'error rate', p99_latency: 'p99 latency' } as const;

const alert = (rule: AlertRule): Draft => [
  `alerts.${slug(rule.name)}`,
  `An alert of severity ${rule.severity} is raised when the ${indicators[rule.indicator]} is above ${shown(rule)}`,
  { op: rule.op, value: rule.threshold, unit: rule.unit },
  how.alert(rule.name),
];

/**
 * What an alert guards is a promise to the users: below the threshold nobody is woken.
 * Where several rules watch the same indicator, the first gives its name to the claim and the others add theirs.
 */
function objective(service: string, rule: AlertRule, rules: readonly AlertRule[]): Draft {
  const first = rules.find(({ indicator }) => indicator === rule.indicator);
  const indicator = { error_rate: 'error-rate', p99_latency: 'latency-p99' }[rule.indicator];
  return [
    `${service}.${indicator}${rule === first ? '' : `.${slug(rule.name)}`}`,
    `The ${indicators[rule.indicator]} of ${service} is no more than ${shown(rule)}`,
    atMost(rule.threshold, rule.unit),
    how.capacity(service),
  ];
}
