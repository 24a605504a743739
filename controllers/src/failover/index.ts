export { type FailoverConfig, type FailoverOptions, failoverConfig } from './config.js';
export {
  type DetectionConfig,
  defaultDetection,
  detectionBoundSeconds,
} from './detection-config.js';
export * from './journal.js';
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
