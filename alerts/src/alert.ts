import type { ExternalMetricName, MetricName } from '@attest/instrumentation/contract';
import type { Platform, Severity } from '@attest/platform';
import type { AlertPath, Promises, Times } from '@attest/slo';
import type { Case } from './case.js';
import type { AlertKind } from './kinds/index.js';
import type { Links } from './links.js';

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
  /** A label of the series that fires. */
  label(name: string): string;
  /** The figure, with its unit. */
  figure: string;
}

/** How the number of an alert is printed, see `humanize`. */
export type Figure = 'percentage' | 'duration' | 'count' | 'times' | 'usd';

/** An alert before it is told where its links lead. */
export interface AlertDraft {
  /** Name of the alert, as on-call reads it. */
  name: string;
  severity: Severity | 'none';
  /** The label `service`; `undefined` where the series that fires brings it. */
  service: string | undefined;
  /** The label `region`; `undefined` where the series that fires brings it. */
  region: string | undefined;
  /** What is not kept while it fires; alerts of one promise arrive together and the graver silences the lesser. */
  promise: string;
  /** Id of the objective that it guards. */
  objective?: string;
  /** Labels beside `severity`, `service`, `region` and `promise`. */
  labels?: Record<string, string>;
  expr: string;
  /** How long the condition must hold. */
  forSeconds: number;
  /** How often it is looked at: every evaluation, or at the pace of long windows, for what nobody has to know within minutes. */
  pace: 'fast' | 'slow';
  figure: Figure;
  says(occurrence: Occurrence): { summary: string; description: string };
  /** Id of the dashboard that shows it. */
  dashboard:
    | 'service_health'
    | 'infrastructure_overview'
    | 'slo'
    | 'gpu_and_queues'
    | 'failover_and_data'
    | 'cost_analysis';
  /** What it reads; with a metric that nothing produces yet it cannot fire. */
  metrics: readonly (MetricName | ExternalMetricName)[];
  /** Of alerts about a share of events: how soon its condition holds, and ends, when so many of them fail. */
  times?(errorRatio: number): Times;
  /** When it must fire and when not. */
  cases: readonly Case[];
}

/** An alert of a platform. */
export interface Alert extends AlertDraft {
  kind: AlertKind;
  /** The file that its rule is in, without `.yml`. */
  file: string;
}

/** What alerts are derived from. */
export interface AlertContext extends Promises {
  platform: Platform;
  environment: string;
  links: Links;
  path: AlertPath;
}

/** Alerts of one kind, and what the kind is about in a few words. */
export interface AlertKindDefinition {
  title: string;
  derive(context: AlertContext): AlertDraft[];
}
