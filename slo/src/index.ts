export { type AlertPath, alertPath, pathSeconds } from './alert-path.js';
export { type BurnRate, burnRates, factorOf, thresholdOf } from './burn-rates.js';
export { type Ceiling, ceilings } from './ceiling.js';
export { type CeilingIndicator, type CeilingIndicatorName, ceilingIndicators } from './ceiling-indicators.js';
export { compile, type Promises } from './compile.js';
export { burnTimes, outageDetection, type Seconds, type Times, windowTimes } from './detection.js';
export { secondsOf, tidy, type Window, windowOf } from './duration.js';
export { type Measure, measureOf } from './indicators.js';
export { databaseService, type Objective, objectives } from './objective.js';
export type { ObjectiveProblem } from './problems.js';
export { type Matchers, matching, type Selection, select } from './promql.js';
export {
  errorRatioIn,
  errorsIn,
  isFast,
  ofObjective,
  type RecordingRule,
  recorded,
  recordedNames,
  recordingRules,
  slowIntervalSeconds,
} from './recorded.js';
export { evaluate, type Firing, type Subject } from './simulation/evaluate.js';
export { seeded } from './simulation/random.js';
export { type Incident, live, type ServiceMonth } from './simulation/service-month.js';
export {
  emptyTable,
  formatTable,
  mergeTables,
  type SimulationTable,
  simulate,
} from './simulation/simulate.js';
export { SloError, type SloErrorCode } from './slo-error.js';
