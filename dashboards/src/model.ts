/** The dashboards that there are; a name is also its uid and its file. The first four are those that the architecture names. */
export const dashboardNames = [
  'infrastructure_overview',
  'service_health',
  'business_metrics',
  'cost_analysis',
  'slo',
  'gpu_and_queues',
  'failover_and_data',
] as const;
export type DashboardName = (typeof dashboardNames)[number];

/** A dashboard as data: what it asks, not how a tool draws it. */
export interface Dashboard {
  readonly name: DashboardName;
  readonly title: string;
  /** The question that it answers, in one sentence. */
  readonly description: string;
  /** What a reader may choose beside region and service. */
  readonly variables: readonly VariableName[];
  /** The first answers "are we keeping the promises"; the others say where to look. */
  readonly rows: readonly Row[];
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export type PanelKind = 'stat' | 'timeseries' | 'states';

export interface Panel {
  /** Unique in its dashboard and never given again: links lead to it. */
  readonly id: number;
  readonly kind: PanelKind;
  readonly title: string;
  /** What is shown, what is good, and what to do when it is not. */
  readonly description: string;
  readonly unit: PanelUnit;
  readonly queries: readonly PanelQuery[];
  /** Drawn as a threshold. */
  readonly promise?: PanelPromise;
  /** Of 24 columns; default: 6 for a stat, 12 for everything else. */
  readonly width?: number;
  readonly stacked?: boolean;
  /** Of the axis, where the largest value is known. */
  readonly max?: number;
  readonly decimals?: number;
  /** The runbook for the case that this panel looks bad: the name of its alert. */
  readonly runbook?: string;
}

export interface PanelQuery {
  readonly expr: string;
  /** `{{label}}` stands for the value of a label, which the result then has. */
  readonly legend: string;
}

/** A number of the catalog, and on which side of it a value is good. */
export interface PanelPromise {
  readonly value: number;
  readonly good: 'below' | 'above';
  /** In words, with its unit: `at most 5 %`. */
  readonly words: string;
  /** Heading of the architecture. */
  readonly section: string;
}

/** Grafana's names of units (`@grafana/data`, value formats). */
export type PanelUnit =
  | 'percentunit'
  | 's'
  | 'bytes'
  | 'short'
  | 'none'
  | 'reqps'
  | 'ops'
  | 'currencyUSD'
  | 'bool_yes_no';

export type VariableName = 'route' | 'revision' | 'queue' | 'model';
