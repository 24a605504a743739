export { checkEvents, checkHistory, checkHistoryStream } from './check-history.js';
export type { EffectCounts } from './effects.js';
export { formatHistory } from './format-history.js';
export type { HistoryAnswer, Violation, ViolationRule } from './history-answer.js';
export { HistoryChecker, type HistoryOutcome, type LineProblem } from './history-checker.js';
export type {
  EffectRow,
  EffectsEvent,
  EpochEvent,
  FailEvent,
  FaultEvent,
  HistoryEvent,
  HistoryRow,
  InfoEvent,
  InvokeEvent,
  OkEvent,
  ReadEvent,
  WalEvent,
} from './history-event.js';
export { sortHistory } from './sort-history.js';
export type { WalAnswer } from './wal/oracle.js';
export { isPosition, positionValue } from './wal/position.js';
export type { TimelineEnd, WalAccount, WalFate, WalReceipt } from './wal/receipt.js';
export { walAccounts } from './wal/receipt.js';
