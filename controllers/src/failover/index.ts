export { type FailoverConfig, type FailoverOptions, failoverConfig } from './config.js';
export {
  type DetectionConfig,
  defaultDetection,
  detectionBoundSeconds,
} from './detection-config.js';
export {
  type FailbackConfig,
  type FailbackLine,
  type FailbackState,
  failbackStages,
} from './failback/failback-state.js';
export { planFailback } from './failback/plan-failback.js';
export { failbackGuidance } from './failback/reasons.js';
export { restoreFailback } from './failback/restore-failback.js';
export { type FailbackPorts, runFailback, type Seeder } from './failback/run-failback.js';
export * from './journal.js';
export { lsnReached } from './lsn.js';
export * from './ports.js';
export {
  judgePromotion,
  type PromotionQuestion,
  type PromotionVerdict,
  type Replication,
} from './promotion.js';
export { type FailureReason, guidance, type RefusalReason } from './reasons.js';
export { parseJournal, restore } from './resume.js';
export {
  type ControllerOptions,
  createFailoverController,
  type FailoverController,
  type FailoverStatus,
  statusOf,
} from './runner.js';
export {
  type Command,
  type FailoverEvent,
  type FailoverState,
  initialState,
  type JournalEntry,
  type Next,
} from './state.js';
export { next } from './state-machine.js';
export {
  type FailoverTarget,
  type FailoverTargetInput,
  failoverTargetSchema,
  recordsOf,
  targetProblems,
} from './target-config.js';
