import type { Experiment } from './experiment.js';
import { endured } from './usual.js';

export const oneWayPartitionExperiment: Experiment = {
  ...endured,
  title: 'Partition in one direction',
  hypothesis:
    'When the takeover region does not hear the primary one, which still hears it, commits wait for the other standby, nobody is promoted, and clients notice nothing.',
  fault: 'one-way-partition',
};

export const narrowLinkExperiment: Experiment = {
  ...endured,
  title: 'A narrow way to the takeover region',
  hypothesis:
    'When the way to the takeover region carries less than is written, commits wait for the other standby, and the one behind it catches up once it is wide again.',
  fault: 'narrow-link',
};

export const connectionResetsExperiment: Experiment = {
  ...endured,
  title: 'Connections that break',
  hypothesis:
    'When connections from outside are reset at random, only the requests that they carry are lost, whose outcome clients know to be unknown, and nobody fails over.',
  fault: 'connection-resets',
};
