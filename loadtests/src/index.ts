export { capacityPlan, promisedQuality, ratesOf } from './capacity/capacity-plan.js';
export { capacitySummary } from './capacity/capacity-summary.js';
export { compareCapacity } from './capacity/compare-capacity.js';
export { measureControl } from './capacity/control.js';
export { type CapacityFacts, capacityFacts } from './capacity/facts.js';
export { generateCapacityPlans } from './capacity/generate.js';
export { capacityExperiment, judgeCapacity, parseCapacityExperiment } from './capacity/judge-capacity.js';
export type { CapacityPlan, PlannedRequest, PromisedQuality, Stage } from './capacity/plan.js';
export { type ProfileName, profileNames, stagesOf } from './capacity/profiles.js';
export { type CapacityOptions, runCapacity, type SearchPace, usualPace } from './capacity/run-capacity.js';
export { capacityScript, scriptedModule } from './capacity/scripts.js';
export { sendHttp } from './capacity/send-http.js';
export type { ClientLine, ClockExchange, Completion, Invocation, ReadLine } from './client-line.js';
export { type ClientSample, clientSamples } from './client-sample.js';
export { type ClockOffset, clockOffset } from './clock-offset.js';
export { aggregateRunners, type ExpectedRun, slowByHistogram } from './distributed/aggregate-runners.js';
export { type Prometheus, type RunnerSeries, readRunnerSeries } from './distributed/prometheus-series.js';
export {
  environmentOf,
  type Manifest,
  type TestRunOptions,
  testRunManifests,
} from './distributed/test-run.js';
export { freePort, noFreePort } from './free-port.js';
export { Generator, type GeneratorOptions, type GeneratorResult, orderlyExitCodes } from './generator.js';
export type { ManagedProcess, Processes } from './k6-process.js';
export type { Load, Stream } from './load.js';
export { LoadError, type LoadErrorCode } from './load-error.js';
export { localProcesses } from './local-processes.js';
export { type Mix, mixedLoad } from './mixed-load.js';
