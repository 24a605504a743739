import type { Experiment } from './experiment.js';
import { breakerClaim, failoverClaims, untilFailedOver, usual } from './usual.js';

const claims: readonly string[] = [...failoverClaims, 'failover.trigger.database-failure'];

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

export const diskFullExperiment: Experiment = {
  ...usual,
  title: 'Full disk of the primary database',
  hypothesis:
    'When the disk of the primary database is full, it acknowledges nothing that it could not write and ends; another takes over within the promised time, and no acknowledged write is lost.',
  fault: 'disk-full',
  claims,
  watch: untilFailedOver,
};

export const staleDnsExperiment: Experiment = {
  ...usual,
  title: 'Failover with stale name resolution',
  hypothesis:
    'When resolvers go on with old answers while the primary database is lost, clients are served once these expire, within the promised time, and what the old answers lead to acknowledges nothing.',
  fault: 'stale-dns-in-failover',
  claims,
  watch: untilFailedOver,
};

export const alertingOutageExperiment: Experiment = {
  ...usual,
  title: 'Failover while nobody watches',
  hypothesis:
    'When Prometheus and Alertmanager are down while the primary database is lost, the failover needs neither, and stakeholders are told all the same.',
  fault: 'alerting-outage-in-failover',
  claims,
  watch: untilFailedOver,
};

export const pagerOutageExperiment: Experiment = {
  ...usual,
  title: 'Failover while the pager is down',
  hypothesis:
    'When the pager refuses every event while the primary database is lost, the failover goes on without it, within the promised time.',
  fault: 'pager-outage-in-failover',
  // Who is told by whom is what the fault takes away.
  claims: claims.filter((claim) => claim !== 'failover.notification' && claim !== 'failover.steps'),
  watch: untilFailedOver,
};

export const highErrorRateExperiment: Experiment = {
  ...usual,
  title: 'Services without their database',
  hypothesis:
    'When the services of the primary region answer with errors although region and database are alive, the error rate alone starts a failover; meanwhile circuit breakers refuse what would only wait.',
  fault: 'database-unreachable',
  breaker: 'database',
  claims: [...failoverClaims, 'failover.trigger.high-error-rate', breakerClaim],
  watch: untilFailedOver,
};
