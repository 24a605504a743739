import { windowOf } from '@attest/slo';
import type { Alert, AlertRule, Annotations, Occurrence } from './alert.js';
import { templates } from './humanize.js';
import { dashboardUrl, type Links, runbookUrl } from './links.js';

/** The rule that Prometheus evaluates. */
export function ruleOf(alert: Alert, environment: string, links: Links): AlertRule {
  const occurrence = { label: (name: string) => `{{ $labels.${name} }}`, figure: templates[alert.figure] };
  return {
    alert: alert.name,
    expr: alert.expr,
    ...(alert.forSeconds > 0 && { for: windowOf(alert.forSeconds) }),
    labels: labelsOf(alert, environment),
    annotations: annotationsOf(alert, links, occurrence),
  };
}

/** The labels that the rule sets; the series that fires may bring more. */
export function labelsOf(alert: Alert, environment: string): Record<string, string> {
  const { severity, service, region, promise, objective, labels = {} } = alert;
  return {
    severity,
    environment,
    ...(service !== undefined && { service }),
    ...(region !== undefined && { region }),
    promise,
    ...(objective !== undefined && { objective }),
    ...labels,
  };
}

export function annotationsOf(alert: Alert, links: Links, occurrence: Occurrence): Annotations {
  const service = alert.service ?? occurrence.label('service');
  const region = alert.region ?? occurrence.label('region');
  return {
    ...alert.says(occurrence),
    runbook_url: runbookUrl(links, alert.name),
    dashboard_url: dashboardUrl(links, alert.dashboard, service, region === 'all' ? '$__all' : region),
  };
}
