export { acknowledgedWrites } from './acknowledged-writes.js';
export { openAppendFile } from './append-file.js';
export type * from './breaker.js';
export type * from './capacity.js';
export {
  type BucketOptions,
  bucketClients,
  type ClientSample,
  type ClientsSecond,
  nearestRank,
} from './clients.js';
export { type PractisedDrill, practisedDrill } from './drill.js';
export type { EarlierRun } from './earlier/earlier-run.js';
export { conditionsOf, readEarlierRuns } from './earlier/read-earlier-runs.js';
export { regressionsOf } from './earlier/regressions.js';
export type * from './evidence.js';
export { EvidenceError, type EvidenceErrorCode } from './evidence-error.js';
export { type GamedayRun, gamedayRun } from './gameday-page/gameday-run.js';
export { renderGamedayHtmlWhenNeeded as renderGamedayHtml } from './gameday-page/render-gameday-html-when-needed.js';
export type { JudgeableClaim } from './judges/index.js';
export { judge } from './judges/judge.js';
export type { StepTime } from './judges/step-times.js';
export { runOf, verdictOfRun } from './judges/verdict-of-run.js';
export { type Column, type LedgerEntry, type Standing, standingOf } from './ledger.js';
export { type Matrix, type MatrixRow, matrixOf } from './matrix/matrix.js';
export { renderMatrix } from './matrix/render-matrix.js';
export { parseVerdict, readVerdict } from './parse-verdict.js';
export { type CommitPair, commitPrice } from './price.js';
export { type EvidenceFileContent, parseEvidence, readEvidence } from './read-evidence.js';
export { type Ledger, readLedger } from './read-ledger.js';
export { type AppendFile, Recorder, type RecorderClock, type RecordOptions } from './recorder.js';
export { type ClientWindow, clientWindows, firstRecoveredWindow, type RecoveredWindow } from './recovery.js';
export type { ReportInput } from './report/render-html.js';
export { renderHtmlWhenNeeded as renderHtml } from './report/render-html-when-needed.js';
export { renderJunit } from './report/render-junit.js';
export { renderTerminal, type TerminalOptions } from './report/render-terminal.js';
export type * from './rollout.js';
export {
  createRunDirectory,
  type NewRun,
  type RunDirectory,
  runDirectory,
  runId,
  writeWhole,
} from './run-directory.js';
export { runIds } from './run-ids.js';
export { injectionPhaseMs } from './series/injection-phase.js';
export { renderSeries } from './series/render-series.js';
export {
  parseSeries,
  type SeriesEntry,
  type SeriesPlace,
  sameSeries,
  seriesEntry,
} from './series/series-entry.js';
export { type SeriesClaim, type SeriesSummary, summarizeSeries } from './series/summarize-series.js';
export * from './verdict.js';
