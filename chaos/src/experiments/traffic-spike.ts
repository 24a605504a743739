import type { Experiment } from './experiment.js';
import { endured } from './usual.js';

export const trafficSpikeExperiment: Experiment = {
  ...endured,
  title: 'A spike of traffic',
  hypothesis:
    'When three times as many requests arrive as usual, all of them are served, and nothing is left of it once they are gone.',
  fault: 'traffic-spike',
  addsLoad: true,
};

export const retryStormExperiment: Experiment = {
  ...endured,
  title: 'A storm of retries',
  hypothesis:
    'When clients send their writes again, so that three times as many requests arrive as usual and most of them wait for a commit, each is answered as the first time, none is stored twice, the others are served, and nobody fails over.',
  fault: 'retry-storm',
  addsLoad: true,
};
