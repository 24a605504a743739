import type { IndicatorKind } from '@attest/platform';
import type { AlertKindDefinition } from '../alert.js';
import { alertingKinds } from './alerting.js';
import { budgetSpent } from './budget-spent.js';
import { burn } from './burn.js';
import { drillKinds } from './drills.js';
import { errorRateBreach } from './error-rate-breach.js';
import { latencyBreach } from './latency-breach.js';
import { operationsKinds } from './operations.js';
import { originKinds } from './origins.js';
import { queueKinds } from './queues.js';
import { replicationKinds } from './replication.js';
import { rolloutKinds } from './rollouts.js';
import { seriesKinds } from './series.js';

/** Every kind of alert that a platform may have: the list that runbooks are written for. */
export type AlertKind =
  | 'error_rate_breach'
  | 'latency_breach'
  | BurnKind
  | 'error_budget_spent'
  | 'service_down'
  | 'origin_unhealthy'
  | 'missing_series'
  | 'target_down'
  | 'queue_stuck'
  | 'dead_letters'
  | 'failover_running'
  | 'failover_completed'
  | 'failover_failed'
  | 'data_loss'
  | 'replication_lagging'
  | 'no_synchronous_standby'
  | 'database_down'
  | 'canary_rolled_back'
  | 'canary_undecided'
  | 'backup_too_old'
  | 'secret_too_old'
  | 'certificate_expiring'
  | 'drill_missed'
  | 'daily_budget_exceeded'
  | 'daily_budget_forecast'
  | 'cost_anomaly'
  | 'telemetry_dropped'
  | 'label_overflow'
  | 'prometheus_config_rejected'
  | 'rule_evaluation_failing'
  | 'rules_too_slow'
  | 'alertmanager_unreachable'
  | 'alerts_dropped'
  | 'alertmanager_config_rejected'
  | 'notifications_failing'
  | 'watchdog';

/** An error budget burns too fast: `availability_burn`, `queue_age_burn`, … */
export type BurnKind = `${Underscored<IndicatorKind>}_burn`;
type Underscored<T extends string> = T extends `${infer Head}-${infer Tail}`
  ? `${Head}_${Underscored<Tail>}`
  : T;

/** Every kind, explained and derived. Breaches carry the name that the catalog gives to the rule, all others the kind's. */
export const alertKinds = {
  error_rate_breach: errorRateBreach,
  latency_breach: latencyBreach,
  availability_burn: burn('availability', 'Too many requests fail for what the objective allows'),
  latency_burn: burn('latency', 'Too many requests are slow for what the objective allows'),
  queue_age_burn: burn('queue-age', 'Too many jobs wait for too long'),
  queue_success_burn: burn('queue-success', 'Too many attempts at jobs fail'),
  gpu_success_burn: burn('gpu-success', 'Too many predictions fail'),
  gpu_queue_time_burn: burn('gpu-queue-time', 'Too many predictions wait for a GPU for too long'),
  database_availability_burn: burn('database-availability', 'The database fails too many operations'),
  database_latency_burn: burn('database-latency', 'Too many database operations are slow'),
  replication_lag_burn: burn('replication-lag', 'Standbys are too far behind for too much of the time'),
  ratio_burn: burn('ratio', 'Too many of what the platform counts itself fail'),
  error_budget_spent: budgetSpent,
  ...originKinds,
  ...seriesKinds,
  ...queueKinds,
  ...replicationKinds,
  ...rolloutKinds,
  ...operationsKinds,
  ...drillKinds,
  ...alertingKinds,
} as const satisfies Record<AlertKind, AlertKindDefinition>;
