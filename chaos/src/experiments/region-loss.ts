import type { Experiment } from './experiment.js';
import { failoverClaims, untilFailedOver, usual } from './usual.js';

export const regionLossExperiment: Experiment = {
  ...usual,
  title: 'Loss of the primary region',
  hypothesis:
    'When the primary region disappears, the takeover region serves all clients within the promised time, and no acknowledged write is lost.',
  fault: 'region-loss',
  // The design asks for at least 200 writes a second in flight when the region goes.
  load: {
    writesPerSecond: 205,
    gpuWritesPerSecond: 3,
    readsPerSecond: 10,
    timeoutSeconds: 4,
    rampSeconds: 35,
  },
  claims: failoverClaims,
  watch: untilFailedOver,
};
