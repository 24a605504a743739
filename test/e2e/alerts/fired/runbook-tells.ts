import type { Alert, AlertKind } from '@attest/alerts';
import type { Objective } from '@attest/slo';
import type { Labels } from './scenario.js';

/** Which check of a runbook shows what its alert says, and how. */
export type Tell = ByQuery | ByCommand | Untold;

export interface ByQuery {
  /** The question of the check; `recovered`: the query that tells when it is over, because it is what the alert reads. */
  readonly asks: RegExp | 'recovered';
  /** Labels of the lines that speak of this alert. */
  of(labels: Labels, objective: Objective | undefined): Labels;
  /** Of every such line. `limit` is the alert's own. `nothing`: that there is no line is what it tells. */
  readonly shows: ((value: number, about: About) => boolean) | 'nothing';
}

export interface About {
  readonly alert: Alert;
  readonly limit: number;
  readonly objective: Objective | undefined;
}

/** Of a check that is a command for a shell with Prometheus and Alertmanager in its environment. */
export interface ByCommand {
  readonly runs: RegExp;
  readonly says: RegExp;
}

/** No query of the runbook is about what makes the alert fire: why, and where on-call sees it. */
export interface Untold {
  readonly untold: string;
}

const positive = (value: number) => value > 0;
const zero = (value: number) => value === 0;
const one = (value: number) => value === 1;
const beyond = (value: number, { limit }: About) => value > limit;
const below = (value: number, { limit }: About) => value < limit;
const everything = () => ({});
const same =
  (...names: string[]) =>
  (labels: Labels): Labels =>
    Object.fromEntries(names.map((name) => [name, labels[name] ?? '']));

/** What an objective allows an event to take, in seconds. */
function allowed({ objective }: About): number {
  const indicator = objective?.indicator;
  if (indicator === undefined) return Number.NaN;
  if ('thresholdMs' in indicator) return indicator.thresholdMs / 1000;
  return 'thresholdSeconds' in indicator ? indicator.thresholdSeconds : Number.NaN;
}
const tooLong = (value: number, about: About) => value > allowed(about);
const gpuOf = (_: Labels, objective: Objective | undefined): Labels =>
  objective !== undefined && 'gpuType' in objective.indicator ? { gpu: objective.indicator.gpuType } : {};
const queueOf = (_: Labels, objective: Objective | undefined): Labels =>
  objective !== undefined && 'queue' in objective.indicator
    ? { messaging_destination_name: objective.indicator.queue }
    : {};

export const runbookTells: Record<AlertKind, Tell> = {
  error_rate_breach: {
    asks: /One region/,
    of: ({ service = '', region = '' }) => ({ service, origin: region }),
    shows: beyond,
  },
  availability_burn: { asks: /One region/, of: same('service'), shows: beyond },
  latency_breach: {
    asks: /One region/,
    of: ({ service = '', region = '' }) => ({ service, origin: region }),
    shows: beyond,
  },
  latency_burn: { asks: /One region/, of: same('service'), shows: tooLong },
  queue_age_burn: {
    untold:
      'the alert counts how long jobs have waited that were begun; its checks ask for the oldest that still waits',
  },
  queue_success_burn: {
    asks: /Which error/,
    of: (labels, objective) => ({ ...queueOf(labels, objective), error_type: 'Error' }),
    shows: positive,
  },
  gpu_success_burn: {
    asks: /One model/,
    of: (labels, objective) => ({ ...gpuOf(labels, objective), outcome: 'failure' }),
    shows: positive,
  },
  gpu_queue_time_burn: { asks: /Which model waits/, of: gpuOf, shows: tooLong },
  database_availability_burn: {
    untold:
      'the alert counts statements that fail; its checks ask for what may be the cause: the exporters, the controller, the standbys',
  },
  database_latency_burn: { asks: /Which kind of statement/, of: everything, shows: tooLong },
  replication_lag_burn: {
    asks: /Which standby/,
    of: () => ({ standby: 'somewhere' }),
    // Days are over their budget however the standby does by now.
    shows: (value, about) => (about.alert.labels?.short === '6h' ? value >= 0 : tooLong(value, about)),
  },
  ratio_burn: { untold: 'no objective of this platform is a ratio of its own' },
  error_budget_spent: {
    asks: /Which objective/,
    of: same('objective'),
    shows: (left) => left < 0,
  },
  service_down: { asks: /edge still reach/, of: same('service'), shows: zero },
  origin_unhealthy: {
    asks: /edge still reach/,
    of: ({ service = '', region = '' }) => ({ service, origin: region }),
    shows: zero,
  },
  missing_series: {
    asks: /processes there/,
    of: ({ service = '', region = '' }) => (region === 'all' ? { service } : { service, region }),
    shows: 'nothing',
  },
  target_down: { asks: /Which targets/, of: same('job', 'instance'), shows: zero },
  queue_stuck: { asks: 'recovered', of: same('queue'), shows: beyond },
  dead_letters: { asks: /How many/, of: same('queue'), shows: positive },
  failover_running: { asks: /controller doing/, of: () => ({ state: 'failing_over' }), shows: one },
  failover_completed: { asks: /controller doing/, of: () => ({ state: 'completed' }), shows: one },
  failover_failed: { asks: /controller doing/, of: () => ({ state: 'refused' }), shows: one },
  data_loss: { asks: /How many/, of: everything, shows: positive },
  replication_lagging: { asks: /Which standby/, of: same('standby'), shows: beyond },
  no_synchronous_standby: { asks: /confirm commits/, of: same('environment'), shows: below },
  database_down: { asks: /Which databases/, of: same('region'), shows: zero },
  canary_rolled_back: {
    asks: /judge decide/,
    of: ({ service = '' }) => ({ service, decision: 'rollback' }),
    shows: positive,
  },
  canary_undecided: {
    asks: /judge decide/,
    of: ({ service = '' }) => ({ service, decision: 'inconclusive' }),
    shows: positive,
  },
  backup_too_old: {
    asks: /Which location/,
    of: ({ region = '' }) => ({ location: region }),
    shows: (hours, { limit }) => hours * 3600 > limit,
  },
  secret_too_old: {
    asks: /Which kind/,
    of: same('secret'),
    shows: (days, { limit }) => days * 86_400 > limit,
  },
  certificate_expiring: {
    asks: /Which host/,
    of: same('host'),
    shows: (days, { limit }) => days * 86_400 < limit,
  },
  drill_missed: { asks: /How long ago/, of: same('experiment', 'target'), shows: 'nothing' },
  daily_budget_exceeded: { asks: /How much/, of: same('environment'), shows: beyond },
  daily_budget_forecast: { asks: /day end with/, of: same('environment'), shows: beyond },
  cost_anomaly: { asks: /cost of what/, of: same('resource_type'), shows: positive },
  telemetry_dropped: { asks: /What, and why/, of: same('service', 'reason'), shows: positive },
  label_overflow: { asks: /Which metric/, of: same('service', 'metric'), shows: positive },
  prometheus_config_rejected: { asks: /Which Prometheus/, of: same('instance'), shows: zero },
  rule_evaluation_failing: { asks: /Which rules/, of: same('rule_group'), shows: positive },
  rules_too_slow: { asks: /Which groups/, of: same('rule_group'), shows: positive },
  alertmanager_unreachable: { asks: /know an Alertmanager/, of: same('instance'), shows: zero },
  alerts_dropped: { runs: /What fires now/, says: /alertname="alerts_dropped".*alertstate="firing"/ },
  alertmanager_config_rejected: { asks: /Which Alertmanager/, of: same('instance'), shows: zero },
  notifications_failing: { asks: /Which receiver/, of: same('integration'), shows: positive },
  watchdog: { runs: /Does the Watchdog fire/, says: /alertname="Watchdog".*alertstate="firing"/ },
};

/** What an alert compares with, as its own expression says. */
export function limitOf({ expr }: Pick<Alert, 'expr'>): number {
  const [, limit] = /(?:[<>]=?|==) (-?\d[\d.]*(?:e[+-]?\d+)?)/.exec(expr) ?? [];
  return Number(limit ?? Number.NaN);
}
