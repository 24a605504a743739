import type { Experiment } from './experiment.js';
import { unharmed, usual } from './usual.js';

/**
 * All for one service. One request in twenty is the canary's: of 120 a second it gets six, which show within the 90 s of its stage
 * that it fails less than one in a hundred.
 */
const load = {
  writesPerSecond: 40,
  gpuWritesPerSecond: 0,
  readsPerSecond: 80,
  timeoutSeconds: 4,
  rampSeconds: 15,
} as const;

const rolledOut = {
  ...usual,
  load,
  watch: { for: 'rollout', patienceSeconds: 420, afterEndSeconds: 12 },
} as const;

/** What a bad release must lead to, whatever is wrong with it. */
const badRelease = {
  ...rolledOut,
  expectations: ['expectation.rolled-back', ...unharmed],
  claims: ['rollback.automatic', 'rollback.data-preserved', 'rollback.notification'],
} as const;

export const goodCanaryExperiment: Experiment = {
  ...rolledOut,
  title: 'Rollout of a good release',
  hypothesis:
    'A release that is as good as the one before gets its share of the traffic stage by stage, and serves all of it in the end; clients notice nothing.',
  fault: 'good-release',
  claims: [
    'canary.share',
    'canary.duration',
    'canary.metrics',
    'gradual.stages',
    'gradual.stage-duration',
    'gradual.validation',
  ],
  expectations: ['expectation.promoted', ...unharmed],
};

export const badCanaryExperiment: Experiment = {
  ...badRelease,
  title: 'Rollout of a release that fails one request in five',
  hypothesis:
    'A release with 20 % errors is rolled back in its first stage without anybody being asked; what it has stored stays, and on-call is told.',
  fault: 'release-with-errors',
  claims: ['canary.error-rate', ...badRelease.claims],
};

export const slowCanaryExperiment: Experiment = {
  ...badRelease,
  title: 'Rollout of a release that is half as fast',
  hypothesis:
    'A release whose p99 is twice that of the one before is rolled back, although it keeps the promised latency.',
  fault: 'slow-release',
};

export const leakingCanaryExperiment: Experiment = {
  ...badRelease,
  title: 'Rollout of a release that leaks CPU',
  hypothesis:
    'A release that needs more CPU with every minute is rolled back once its instances get as many requests as the others, although clients notice nothing.',
  fault: 'release-with-cpu-leak',
  watch: { ...rolledOut.watch, patienceSeconds: 900 },
};
