import type { Experiment } from './experiment.js';
import { enduring, failoverClaims, unharmed, untilFailedOver, usual } from './usual.js';

export const errorInjectionExperiment: Experiment = {
  ...usual,
  title: 'Services that fail one request in five',
  hypothesis:
    'When the services of the primary region fail requests although their probes are answered and their database is alive, the error rate alone starts a failover, and the other region serves.',
  fault: 'error-injection',
  claims: [...failoverClaims, 'failover.trigger.high-error-rate'],
  watch: untilFailedOver,
};

export const slowResponsesExperiment: Experiment = {
  ...usual,
  title: 'Services that answer some requests late',
  hypothesis:
    'When one answer in ten is late, others do not wait for it, clients are served within the promise, and nobody fails over.',
  fault: 'slow-responses',
  watch: enduring,
  expectations: unharmed,
  claims: [],
};
