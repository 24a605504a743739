export { ChaosError, type ChaosErrorCode } from './chaos-error.js';
export {
  type ExpectationName,
  type Experiment,
  type ExperimentName,
  expectations,
  experiments,
  faultsOf,
  fitLoad,
  isLight,
  needsWarmth,
  ratePerSecond,
  type WhatIf,
  watchedSeconds,
  whatIfs,
} from './experiments/index.js';
export type { Artefact } from './export/artefact.js';
export { exportExperiments } from './export/export-experiments.js';
export { type DriverName, type Fault, type FaultName, faults, type Site } from './faults/index.js';
export type { EvidenceSink } from './gameday/evidence-sink.js';
export { runGameday } from './gameday/gameday.js';
export type { Progress } from './gameday/progress.js';
export type { RunClock } from './gameday/run-clock.js';
export type { GamedayOptions } from './gameday/run-context.js';
export * from './history/index.js';
export * from './kubernetes/index.js';
export { type Mutant, type MutantName, mutants } from './mutants/index.js';
export * from './schedules/index.js';
export type * from './target/index.js';
