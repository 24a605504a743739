import {
  alertingOutageExperiment,
  databaseFailureExperiment,
  databasePauseExperiment,
  diskFullExperiment,
  highErrorRateExperiment,
  pagerOutageExperiment,
  staleDnsExperiment,
} from './database-failure.js';
import {
  badConfigurationExperiment,
  clockSkewExperiment,
  connectionExhaustionExperiment,
  crashLoopExperiment,
  flappingPartitionExperiment,
  instanceKillExperiment,
  instancePauseExperiment,
  latencyExperiment,
  longLockExperiment,
  nodeDrainExperiment,
  partitionExperiment,
  replicaLagExperiment,
  secretRotationExperiment,
  slowDiskExperiment,
  slowDnsExperiment,
  slowStartExperiment,
} from './endured.js';
import type { Experiment } from './experiment.js';
import {
  bystanderPartitionExperiment,
  connectionResetsExperiment,
  deafPrimaryExperiment,
  isolatedPrimaryExperiment,
  narrowLinkExperiment,
  oneWayPartitionExperiment,
} from './links.js';
import { errorInjectionExperiment, slowResponsesExperiment } from './misbehaving.js';
import { noiseExperiment } from './noise.js';
import { regionLossExperiment } from './region-loss.js';
import {
  badCanaryExperiment,
  blueGreenExperiment,
  goodCanaryExperiment,
  lateCanaryExperiment,
  leakingCanaryExperiment,
  migratingBadCanaryExperiment,
  migratingCanaryExperiment,
  slowCanaryExperiment,
} from './rollout.js';
import { retryStormExperiment, trafficSpikeExperiment } from './traffic-spike.js';
import {
  ablyOutageExperiment,
  replicateHangExperiment,
  replicateOutageExperiment,
  replicateRateLimitExperiment,
  replicateSlowExperiment,
  webhookDuplicateExperiment,
  webhookLateExperiment,
  webhookLossExperiment,
  webhookOutageExperiment,
} from './vendors.js';

export { type ExpectationName, expectations } from './expectation.js';
export { type Experiment, type WhatIf, whatIfs } from './experiment.js';
export { faultsOf } from './faults-of.js';
export { fitLoad } from './fit-load.js';
export { isLight, needsWarmth, ratePerSecond } from './light-load.js';
export { watchedSeconds } from './watched-seconds.js';
export type ExperimentName =
  | 'region-loss'
  | 'database-failure'
  | 'database-pause'
  | 'disk-full'
  | 'high-error-rate'
  | 'stale-dns'
  | 'alerting-outage'
  | 'pager-outage'
  | 'instance-kill'
  | 'instance-pause'
  | 'crash-loop'
  | 'slow-start'
  | 'bad-configuration'
  | 'node-drain'
  | 'secret-rotation'
  | 'clock-skew'
  | 'partition'
  | 'flapping-partition'
  | 'replica-lag'
  | 'latency'
  | 'slow-disk'
  | 'slow-dns'
  | 'connection-exhaustion'
  | 'long-lock'
  | 'replicate-outage'
  | 'replicate-hang'
  | 'replicate-slow'
  | 'replicate-rate-limit'
  | 'webhook-outage'
  | 'webhook-loss'
  | 'webhook-duplicate'
  | 'one-way-partition'
  | 'deaf-primary'
  | 'bystander-partition'
  | 'isolated-primary'
  | 'narrow-link'
  | 'connection-resets'
  | 'error-injection'
  | 'slow-responses'
  | 'webhook-late'
  | 'ably-outage'
  | 'traffic-spike'
  | 'retry-storm'
  | 'noise'
  | 'good-canary'
  | 'bad-canary'
  | 'slow-canary'
  | 'late-canary'
  | 'leaking-canary'
  | 'migrating-canary'
  | 'migrating-bad-canary'
  | 'blue-green';

/** Every experiment, by the name used on the command line. */
export const experiments = {
  'region-loss': regionLossExperiment,
  'database-failure': databaseFailureExperiment,
  'database-pause': databasePauseExperiment,
  'disk-full': diskFullExperiment,
  'high-error-rate': highErrorRateExperiment,
  'stale-dns': staleDnsExperiment,
  'alerting-outage': alertingOutageExperiment,
  'pager-outage': pagerOutageExperiment,
  'instance-kill': instanceKillExperiment,
  'instance-pause': instancePauseExperiment,
  'crash-loop': crashLoopExperiment,
  'slow-start': slowStartExperiment,
  'bad-configuration': badConfigurationExperiment,
  'node-drain': nodeDrainExperiment,
  'secret-rotation': secretRotationExperiment,
  'clock-skew': clockSkewExperiment,
  partition: partitionExperiment,
  'flapping-partition': flappingPartitionExperiment,
  'replica-lag': replicaLagExperiment,
  latency: latencyExperiment,
  'slow-disk': slowDiskExperiment,
  'slow-dns': slowDnsExperiment,
  'connection-exhaustion': connectionExhaustionExperiment,
  'long-lock': longLockExperiment,
  'replicate-outage': replicateOutageExperiment,
  'replicate-hang': replicateHangExperiment,
  'replicate-slow': replicateSlowExperiment,
  'replicate-rate-limit': replicateRateLimitExperiment,
  'webhook-outage': webhookOutageExperiment,
  'webhook-loss': webhookLossExperiment,
  'webhook-duplicate': webhookDuplicateExperiment,
  'one-way-partition': oneWayPartitionExperiment,
  'deaf-primary': deafPrimaryExperiment,
  'bystander-partition': bystanderPartitionExperiment,
  'isolated-primary': isolatedPrimaryExperiment,
  'narrow-link': narrowLinkExperiment,
  'connection-resets': connectionResetsExperiment,
  'error-injection': errorInjectionExperiment,
  'slow-responses': slowResponsesExperiment,
  'webhook-late': webhookLateExperiment,
  'ably-outage': ablyOutageExperiment,
  'traffic-spike': trafficSpikeExperiment,
  'retry-storm': retryStormExperiment,
  noise: noiseExperiment,
  'good-canary': goodCanaryExperiment,
  'bad-canary': badCanaryExperiment,
  'slow-canary': slowCanaryExperiment,
  'late-canary': lateCanaryExperiment,
  'leaking-canary': leakingCanaryExperiment,
  'migrating-canary': migratingCanaryExperiment,
  'migrating-bad-canary': migratingBadCanaryExperiment,
  'blue-green': blueGreenExperiment,
} as const satisfies Record<ExperimentName, Experiment>;
