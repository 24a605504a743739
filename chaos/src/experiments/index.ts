import type { Experiment } from './experiment.js';
import { regionLossExperiment } from './region-loss.js';

export { type Experiment, type WhatIf, whatIfs } from './experiment.js';
export type ExperimentName = 'region-loss';

/** Every experiment, by the name used on the command line. */
export const experiments = { 'region-loss': regionLossExperiment } as const satisfies Record<
  ExperimentName,
  Experiment
>;
