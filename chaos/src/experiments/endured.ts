import type { Experiment } from './experiment.js';
import { endured } from './usual.js';

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

export const crashLoopExperiment: Experiment = {
  ...endured,
  title: 'An instance that keeps dying',
  hypothesis:
    'When an instance of every service dies again whenever it is back, it is started again ever more rarely, and the others take its load.',
  fault: 'crash-loop',
};

export const slowStartExperiment: Experiment = {
  ...endured,
  title: 'An instance that starts slowly',
  hypothesis:
    'When an instance of every service dies and takes long to start again, it gets no request before it is ready, is not taken for dead, and the others take its load.',
  fault: 'slow-start',
};

export const badConfigurationExperiment: Experiment = {
  ...endured,
  title: 'A configuration with which nothing starts',
  hypothesis:
    'When a bad configuration reaches one instance of every service, that one refuses to start and says why, and the others serve.',
  fault: 'bad-configuration',
};

export const nodeDrainExperiment: Experiment = {
  ...endured,
  title: 'Drain of a node',
  hypothesis:
    'When a node is taken out of service, its instances get no more requests, answer those that they have, and end; the others serve, and no request is cut off.',
  fault: 'node-drain',
};

export const secretRotationExperiment: Experiment = {
  ...endured,
  title: 'Rotation of a secret',
  hypothesis:
    'When the password of the services for their database is changed and their sessions are ended one after the other, they connect again with the new one, and clients notice nothing.',
  fault: 'secret-rotation',
};

export const clockSkewExperiment: Experiment = {
  ...endured,
  title: 'Clocks that disagree',
  hypothesis:
    'When the clocks of instances disagree by many minutes, clients notice nothing and nothing fails over or is lost, for deadlines go by the monotonic clock, and leases by that of the database.',
  fault: 'clock-skew',
};

export const flappingPartitionExperiment: Experiment = {
  ...endured,
  title: 'A partition that comes and goes',
  hypothesis:
    'When the way between the primary and the takeover region comes and goes, commits wait for whichever standby is there, and nobody is promoted.',
  fault: 'flapping-partition',
};

export const slowDiskExperiment: Experiment = {
  ...endured,
  title: 'Slow disk of the primary database',
  hypothesis:
    'When every flush of the log of the primary database takes long, commits share flushes, clients are slower but within the promise, and nobody fails over.',
  fault: 'slow-disk',
};

export const slowDnsExperiment: Experiment = {
  ...endured,
  title: 'Slow name resolution',
  hypothesis:
    'When names are resolved late, no client waits for it, for nobody resolves in the way of a request.',
  fault: 'slow-dns',
};

export const connectionExhaustionExperiment: Experiment = {
  ...endured,
  title: 'No connection left',
  hypothesis:
    'When others have taken every connection of the primary database, services go on with those that they hold, and nobody fails over.',
  fault: 'connection-exhaustion',
};

export const longLockExperiment: Experiment = {
  ...endured,
  title: 'A forgotten transaction',
  hypothesis:
    'When a forgotten transaction holds every job, workers pass over what is held, writes with new jobs are stored, and the APIs serve as before.',
  fault: 'long-lock',
};
