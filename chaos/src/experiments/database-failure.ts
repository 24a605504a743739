import type { Experiment } from './experiment.js';
import { failoverClaims, untilFailedOver, usual } from './usual.js';

const claims = [...failoverClaims, 'failover.trigger.database-failure'];

export const databaseFailureExperiment: Experiment = {
  ...usual,
  title: 'Death of the primary database',
  hypothesis:
    'When the primary database dies, the standby of the takeover region is promoted within the promised time, clients are served from there, and no acknowledged write is lost.',
  fault: 'database-kill',
  claims,
  watch: untilFailedOver,
};

export const databasePauseExperiment: Experiment = {
  ...usual,
  title: 'Standstill of the primary database',
  hypothesis:
    'When the primary database stops answering without dying, another takes over as if it had died, and what wakes up afterwards cannot acknowledge anything.',
  fault: 'database-pause',
  claims,
  watch: untilFailedOver,
};

export const highErrorRateExperiment: Experiment = {
  ...usual,
  title: 'Services without their database',
  hypothesis:
    'When the services of the primary region answer with errors although region and database are alive, the error rate alone starts a failover.',
  fault: 'database-unreachable',
  claims: [...failoverClaims, 'failover.trigger.high-error-rate'],
  watch: untilFailedOver,
};
