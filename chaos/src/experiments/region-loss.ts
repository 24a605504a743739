import type { Experiment } from './experiment.js';
import { failoverClaims, untilFailedOver, usual } from './usual.js';

export const regionLossExperiment: Experiment = {
  ...usual,
  title: 'Loss of the primary region',
  hypothesis:
    'When the primary region disappears, the takeover region serves all clients within the promised time, and no acknowledged write is lost.',
  fault: 'region-loss',
  claims: failoverClaims,
  watch: untilFailedOver,
};
