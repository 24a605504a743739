export * from './autoscaler/index.js';
export * from './canary/index.js';
export * from './capacity-plan/capacity-plan.js';
export * from './controller-error.js';
export { type FailoverConfig, type FailoverOptions, failoverConfig } from './failover/config.js';
export {
  type DetectionConfig,
  defaultDetection,
  detectionBoundSeconds,
} from './failover/detection-config.js';
export {
  type FailbackConfig,
  type FailbackLine,
  type FailbackState,
  failbackStages,
} from './failover/failback/failback-state.js';
export { planFailback } from './failover/failback/plan-failback.js';
export { failbackGuidance } from './failover/failback/reasons.js';
export { restoreFailback } from './failover/failback/restore-failback.js';
export { type FailbackPorts, runFailback, type Seeder } from './failover/failback/run-failback.js';
export * from './failover/journal.js';
export * from './failover/ports.js';
export {
  judgePromotion,
  type PromotionQuestion,
  type PromotionVerdict,
  type Replication,
} from './failover/promotion.js';
export { type FailureReason, guidance, type RefusalReason } from './failover/reasons.js';
export { parseJournal, restore } from './failover/resume.js';
export {
  type ControllerOptions,
  createFailoverController,
  type FailoverController,
  type FailoverStatus,
  statusOf,
} from './failover/runner.js';
export {
  type Command,
  type FailoverEvent,
  type FailoverState,
  initialState,
  type JournalEntry,
  type Next,
} from './failover/state.js';
export { next } from './failover/state-machine.js';
export {
  type FailoverTarget,
  type FailoverTargetInput,
  failoverTargetSchema,
  recordsOf,
  targetProblems,
} from './failover/target-config.js';
export { generateFailoverPermissions } from './failover-permissions/generate-failover-permissions.js';
export { generateManifests, type Manifest } from './manifests/generate-manifests.js';
export * from './scaling-judge/index.js';
