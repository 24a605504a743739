import type { Experiment } from './experiment.js';
import { endured, failoverClaims, untilFailedOver, usual } from './usual.js';

export const oneWayPartitionExperiment: Experiment = {
  ...endured,
  title: 'Partition in one direction',
  hypothesis:
    'When the takeover region does not hear the primary one, which still hears it, commits wait for the other standby, nobody is promoted, and clients notice nothing.',
  fault: 'one-way-partition',
};

export const deafPrimaryExperiment: Experiment = {
  ...endured,
  title: 'A primary region that does not hear its standby',
  hypothesis:
    'When the primary region does not hear the takeover region, which has everything and says so in vain, commits wait for the other standby, nobody is promoted, and clients notice nothing.',
  fault: 'deaf-primary',
};

export const bystanderPartitionExperiment: Experiment = {
  ...endured,
  title: 'Partition between the primary region and the one that may not take over',
  hypothesis:
    'When the region that may not take over is cut off from the primary one, commits wait for the takeover region, its own services are not ready and get no clients, nobody is promoted, and clients notice nothing.',
  fault: 'bystander-partition',
};

export const isolatedPrimaryExperiment: Experiment = {
  ...usual,
  title: 'A primary region cut off from all others',
  hypothesis:
    'When no standby can be reached from the primary region, nothing is acknowledged there; the errors that clients get start a failover, and what was stored and not acknowledged is not counted on by anybody.',
  fault: 'isolated-primary',
  claims: [...failoverClaims, 'failover.trigger.high-error-rate'],
  watch: untilFailedOver,
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
