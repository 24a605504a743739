import {
  databaseFailureExperiment,
  databasePauseExperiment,
  highErrorRateExperiment,
} from './database-failure.js';
import {
  instanceKillExperiment,
  instancePauseExperiment,
  latencyExperiment,
  partitionExperiment,
  replicaLagExperiment,
  replicateOutageExperiment,
  webhookOutageExperiment,
} from './endured.js';
import type { Experiment } from './experiment.js';
import { regionLossExperiment } from './region-loss.js';
import {
  badCanaryExperiment,
  goodCanaryExperiment,
  leakingCanaryExperiment,
  slowCanaryExperiment,
} from './rollout.js';

export { type ExpectationName, expectations } from './expectation.js';
export { type Experiment, type WhatIf, whatIfs } from './experiment.js';
export { fitLoad } from './fit-load.js';
export type ExperimentName =
  | 'region-loss'
  | 'database-failure'
  | 'database-pause'
  | 'high-error-rate'
  | 'instance-kill'
  | 'instance-pause'
  | 'partition'
  | 'replica-lag'
  | 'latency'
  | 'replicate-outage'
  | 'webhook-outage'
  | 'good-canary'
  | 'bad-canary'
  | 'slow-canary'
  | 'leaking-canary';

/** Every experiment, by the name used on the command line. */
export const experiments = {
  'region-loss': regionLossExperiment,
  'database-failure': databaseFailureExperiment,
  'database-pause': databasePauseExperiment,
  'high-error-rate': highErrorRateExperiment,
  'instance-kill': instanceKillExperiment,
  'instance-pause': instancePauseExperiment,
  partition: partitionExperiment,
  'replica-lag': replicaLagExperiment,
  latency: latencyExperiment,
  'replicate-outage': replicateOutageExperiment,
  'webhook-outage': webhookOutageExperiment,
  'good-canary': goodCanaryExperiment,
  'bad-canary': badCanaryExperiment,
  'slow-canary': slowCanaryExperiment,
  'leaking-canary': leakingCanaryExperiment,
} as const satisfies Record<ExperimentName, Experiment>;
