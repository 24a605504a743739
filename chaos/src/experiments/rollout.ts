import type { Experiment } from './experiment.js';
import { unharmed, usual } from './usual.js';

/**
 * All for one service. One request in twenty is the canary's: of 60 a second it gets three, which show within the three minutes of its
 * stage that it fails less than one in a hundred, or answers a little later than it should. What fails one in five shows that to far fewer.
 */
const fullLoad = {
  writesPerSecond: 20,
  gpuWritesPerSecond: 0,
  readsPerSecond: 40,
  timeoutSeconds: 4,
  rampSeconds: 15,
} as const;

const rolledOut = {
  ...usual,
  load: fullLoad,
  watch: { for: 'rollout', patienceSeconds: 900, afterEndSeconds: 12 },
  pricePairs: 0,
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
  load: usual.load,
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

export const lateCanaryExperiment: Experiment = {
  ...badRelease,
  title: 'Rollout of a release that breaks the promise about latency',
  hypothesis:
    'A release whose p99 is above what is promised is rolled back in its first stage, although one request in twenty is too few for the platform to break its promise.',
  fault: 'late-release',
  claims: ['canary.latency', ...badRelease.claims],
};

export const leakingCanaryExperiment: Experiment = {
  ...badRelease,
  title: 'Rollout of a release that leaks CPU',
  hypothesis:
    'A release that needs more CPU with every minute is rolled back once its instances get as many requests as the others, although clients notice nothing.',
  fault: 'release-with-cpu-leak',
};

export const migratingCanaryExperiment: Experiment = {
  ...rolledOut,
  title: 'Rollout of a release that migrates the database',
  hypothesis:
    'The tables are made wider before a release and narrower only after it, so that the old revision goes on serving all the while; clients notice nothing.',
  fault: 'migrating-release',
  claims: ['practices.database-migrations'],
  expectations: ['expectation.promoted', ...unharmed],
};

export const migratingBadCanaryExperiment: Experiment = {
  ...rolledOut,
  load: usual.load,
  title: 'Rollback of a release that has migrated the database',
  hypothesis:
    'A bad release whose tables were changed before it is rolled back; the old revision goes on with the changed tables, and what the release has stored in them stays.',
  fault: 'migrating-release-with-errors',
  claims: ['practices.database-migrations', 'rollback.data-preserved'],
  expectations: ['expectation.rolled-back', ...unharmed],
};

export const blueGreenExperiment: Experiment = {
  ...rolledOut,
  load: usual.load,
  title: 'Blue-green switch and back',
  hypothesis:
    'Two environments of a service are alike, so that all of its traffic can be switched to the other at once and back, and clients notice nothing.',
  fault: 'blue-green-switch',
  claims: ['practices.blue-green-deployments'],
  expectations: unharmed,
  watch: { ...rolledOut.watch, patienceSeconds: 180 },
};
