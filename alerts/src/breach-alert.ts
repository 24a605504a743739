import { indicators, type Objective } from '@attest/slo';
import { dashboardUrl, type Links, runbookUrl } from './links.js';

export interface RecordingRule {
  record: string;
  expr: string;
  labels: Record<string, string>;
}

export interface AlertRule {
  alert: string;
  expr: string;
  for?: string;
  labels: Record<string, string>;
  annotations: Annotations;
}

export interface Annotations {
  summary: string;
  description: string;
  runbook_url: string;
  dashboard_url: string;
}

/** What differs from one occurrence of an alert to the next: template expressions in the rule, plain text in its tests. */
export interface Occurrence {
  service: string;
  region: string;
  /** The figure, with its unit. */
  figure: string;
}

export const recordingRules = (objective: Objective, environment: string): RecordingRule[] => {
  const indicator = indicators[objective.indicator];
  const selection = { service: objective.service, environment };
  // They have these labels anyway; promtool takes rules of one name without distinct labels for duplicates.
  const labels = { service: objective.service };
  return [
    { record: indicator.recorded.events, expr: indicator.events(selection), labels },
    { record: indicator.recorded.value, expr: indicator.value(selection), labels },
  ];
};

/**
 * Exceeds its ceiling, on enough events to say so. Of an error rate, too few events matter only while some succeed: when
 * all fail it is an outage, however little traffic is left.
 */
export function breachAlert(objective: Objective, environment: string, links: Links): AlertRule {
  const indicator = indicators[objective.indicator];
  const selector = `{environment="${environment}",service="${objective.service}"}`;
  const value = `${indicator.recorded.value}${selector}`;
  const enough = `${indicator.recorded.events}${selector} >= ${indicator.eventFloor}`;
  const unlessAll = indicator.unit === 'ratio' ? ` or ${value} == 1` : '';
  const humanize = indicator.unit === 'ratio' ? 'humanizePercentage' : 'humanizeDuration';
  return {
    alert: objective.name,
    expr: `${value} > ${objective.ceiling} and on (environment, service, region) (${enough}${unlessAll})`,
    for: `${indicator.forMinutes}m`,
    labels: { severity: objective.severity, service: objective.service },
    annotations: annotate(objective, links, {
      service: '{{ $labels.service }}',
      region: '{{ $labels.region }}',
      figure: `{{ $value | ${humanize} }}`,
    }),
  };
}

const texts = {
  error_rate: ({ service, region, figure }: Occurrence) =>
    `${service} in ${region}: ${figure} of the requests fail`,
  p99_latency: ({ service, region, figure }: Occurrence) =>
    `${service} in ${region}: p99 latency is ${figure}`,
} satisfies Record<Objective['indicator'], (occurrence: Occurrence) => string>;

export function annotate(objective: Objective, links: Links, occurrence: Occurrence): Annotations {
  const { windowMinutes, forMinutes, unit } = indicators[objective.indicator];
  const ceiling =
    unit === 'ratio' ? `${Number((objective.ceiling * 100).toPrecision(12))}%` : `${objective.ceiling}s`;
  return {
    summary: texts[objective.indicator](occurrence),
    description:
      `Seen at the edge over the last ${windowMinutes} min, for at least ${forMinutes} min: ${occurrence.figure}. ` +
      `The ceiling is ${ceiling} (${objective.section}).`,
    runbook_url: runbookUrl(links, objective.name),
    dashboard_url: dashboardUrl(links, occurrence.service, occurrence.region),
  };
}
