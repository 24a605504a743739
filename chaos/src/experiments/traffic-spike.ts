import type { Experiment } from './experiment.js';
import { enduring, unharmed, usual } from './usual.js';

export const trafficSpikeExperiment: Experiment = {
  ...usual,
  title: 'A spike of traffic',
  hypothesis:
    'When three times as many requests arrive as usual, all of them are served, and nothing is left of it once they are gone.',
  fault: 'traffic-spike',
  watch: enduring,
  expectations: unharmed,
  claims: [],
};
