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
} from './history-event.js';
export { sortHistory } from './sort-history.js';
