export {
  type CanaryMetric,
  type CanaryPolicy,
  canaryPolicy,
  rolloutSeconds,
  type Stage,
} from './canary-policy.js';
export { type Evidence, noEvidence, observe } from './evidence.js';
export { type Interval, type LatencyHistogram, type Measured, nothingMeasured } from './interval.js';
export { intervalsFromSeries, type Revisions, type SeriesRange } from './intervals-from-series.js';
export { journaled, type RolloutLog } from './journaled.js';
export { type Judgement, judgeCanary } from './judge.js';
export { PrometheusUnavailable, queryRange, readRevisionSeries } from './query-range.js';
export { duration } from './reasons.js';
export { refuseSeries, refuseTraffic, type SeriesRefusal } from './refuse-series.js';
export { type CanaryAnswer, type CanaryReplay, replayCanary } from './replay-canary.js';
export { byRevision, presenceQuery, type RevisionQuery, revisionQueries } from './revision-queries.js';
export { growthOf, type RevisionSeries, type Series } from './revision-series.js';
export {
  beginRollout,
  nextStep,
  type RolloutCommand,
  type RolloutNotice,
  type RolloutPhase,
  type RolloutState,
  type RolloutStep,
} from './rollout.js';
export { type RolloutPorts, runRollout } from './rollout-runner.js';
