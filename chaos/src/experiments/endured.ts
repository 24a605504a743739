import type { Experiment } from './experiment.js';
import { enduring, unharmed, usual } from './usual.js';

/** What all experiments share whose fault clients should hardly notice. */
const endured = { ...usual, watch: enduring, expectations: unharmed, claims: [] as string[] };

export const instanceKillExperiment: Experiment = {
  ...endured,
  title: 'Death of an instance',
  hypothesis: 'When an instance of every service dies, the others take its load, and it is back by itself.',
  fault: 'instance-kill',
};

export const instancePauseExperiment: Experiment = {
  ...endured,
  title: 'Standstill of an instance',
  hypothesis:
    'When an instance stops answering, its readiness probe takes it out of rotation before clients suffer.',
  fault: 'instance-pause',
};

export const partitionExperiment: Experiment = {
  ...endured,
  title: 'Partition between the primary and the takeover region',
  hypothesis:
    'When the two regions cannot hear each other, commits wait for the other standby, nobody is promoted, and clients notice nothing.',
  fault: 'partition',
};

export const replicaLagExperiment: Experiment = {
  ...endured,
  title: 'Lag of the replica that is to take over',
  hypothesis:
    'When a replica stops replaying, writes are as durable and as fast as before, for commits wait for its disk and not for its replay.',
  fault: 'replica-lag',
};

export const latencyExperiment: Experiment = {
  ...endured,
  title: 'A long way to the primary region',
  hypothesis:
    'When the way to the primary region takes much longer, clients are slower but within the promise, and nobody fails over.',
  fault: 'latency',
};

export const replicateOutageExperiment: Experiment = {
  ...endured,
  title: 'Outage of the GPU vendor',
  hypothesis:
    'When the GPU vendor answers nobody, its jobs wait in their queue, and the APIs serve as before.',
  fault: 'replicate-outage',
};

export const webhookOutageExperiment: Experiment = {
  ...endured,
  title: "Outage of customers' webhooks",
  hypothesis:
    'When customers cannot be reached, their events wait in their queue, and the APIs serve as before.',
  fault: 'webhook-outage',
};
