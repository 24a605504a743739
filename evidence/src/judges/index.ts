import { circuitBreakers } from './circuit-breakers.js';
import { dataLoss } from './data-loss.js';
import { detectionTime } from './detection-time.js';
import { duration } from './duration.js';
import type { ClaimJudge } from './finding.js';
import { noFailover } from './no-failover.js';
import { notification } from './notification.js';
import { blueGreen } from './rollout/blue-green.js';
import { canaryShare } from './rollout/canary-share.js';
import { endedAs } from './rollout/ended-as.js';
import { compatibleMigrations } from './rollout/migrations.js';
import { rollbackDataPreserved, rollbackNotification } from './rollout/rollback.js';
import { rolledBackOverErrors, rolledBackOverLatency } from './rollout/rolled-back-over.js';
import { canaryDuration, gradualStageDuration } from './rollout/stage-durations.js';
import { canaryMetrics, gradualStages, gradualValidation } from './rollout/stages.js';
import { served } from './served.js';
import { steps } from './steps.js';
import { triggeredBy } from './trigger.js';

/** Every claim that a game day can judge. */
export const judges = {
  'failover.detection-time': detectionTime,
  'failover.duration': duration,
  'failover.data-loss': dataLoss,
  'failover.steps': steps,
  'failover.notification': notification,
  'failover.trigger.region-failure': triggeredBy('region_failure'),
  'failover.trigger.database-failure': triggeredBy('database_failure'),
  'failover.trigger.high-error-rate': triggeredBy('high_error_rate'),
  'canary.share': canaryShare,
  'canary.duration': canaryDuration,
  'canary.metrics': canaryMetrics,
  'canary.error-rate': rolledBackOverErrors,
  'canary.latency': rolledBackOverLatency,
  'gradual.stages': gradualStages,
  'gradual.stage-duration': gradualStageDuration,
  'gradual.validation': gradualValidation,
  'rollback.automatic': endedAs('rolled-back'),
  'rollback.data-preserved': rollbackDataPreserved,
  'rollback.notification': rollbackNotification,
  'practices.blue-green-deployments': blueGreen,
  'practices.database-migrations': compatibleMigrations,
  'environments.production.high-availability.circuit-breakers': circuitBreakers,
  // What an experiment expects besides, though the architecture makes no claim of it.
  'expectation.served': served,
  'expectation.no-failover': noFailover,
  'expectation.no-loss': dataLoss,
  'expectation.promoted': endedAs('promoted'),
  'expectation.rolled-back': endedAs('rolled-back'),
} as const satisfies Readonly<Record<string, ClaimJudge>>;

export type JudgeableClaim = keyof typeof judges;

export const isJudgeable = (id: string): id is JudgeableClaim => Object.hasOwn(judges, id);
