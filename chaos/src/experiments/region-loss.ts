import type { Experiment } from './experiment.js';

export const regionLossExperiment: Experiment = {
  title: 'Loss of the primary region',
  hypothesis:
    'When the primary region disappears, the takeover region serves all clients within the promised time, and no acknowledged write is lost.',
  fault: 'region-loss',
  where: 'primary-region',
  claims: [
    'failover.detection-time',
    'failover.duration',
    'failover.data-loss',
    'failover.steps',
    'failover.notification',
  ],
  // The design asks for at least 200 writes a second in flight when the region goes.
  load: {
    writesPerSecond: 205,
    gpuWritesPerSecond: 3,
    readsPerSecond: 10,
    timeoutSeconds: 4,
    rampSeconds: 35,
  },
  steadyState: { seconds: 10, goodRatio: 0.999, patienceSeconds: 80 },
  watchAfterRecoverySeconds: 21,
  pricePairs: 40,
};
