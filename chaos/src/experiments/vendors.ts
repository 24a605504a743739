import type { Experiment } from './experiment.js';
import { breakerClaim, endured } from './usual.js';

export const replicateOutageExperiment: Experiment = {
  ...endured,
  title: 'Outage of the GPU vendor',
  hypothesis:
    'When the GPU vendor refuses everybody, a circuit breaker keeps most calls from it, its jobs are tried again, and the APIs serve as before.',
  fault: 'replicate-outage',
  breaker: 'replicate',
  claims: [breakerClaim],
};

export const replicateHangExperiment: Experiment = {
  ...endured,
  title: 'Silence of the GPU vendor',
  hypothesis:
    'When the GPU vendor answers nobody, its jobs wait in their queue, and the APIs serve as before.',
  fault: 'replicate-hang',
};

export const replicateSlowExperiment: Experiment = {
  ...endured,
  title: 'Slowness of the GPU vendor',
  hypothesis: 'When the GPU vendor is slow, only its own queue grows, and the APIs serve as before.',
  fault: 'replicate-slow',
};

export const replicateRateLimitExperiment: Experiment = {
  ...endured,
  title: 'Rate limit of the GPU vendor',
  hypothesis:
    'When the GPU vendor takes hardly any request, its jobs are tried again later, and the APIs serve as before.',
  fault: 'replicate-rate-limit',
};

export const ablyOutageExperiment: Experiment = {
  ...endured,
  title: 'Outage of the realtime vendor',
  hypothesis:
    'When the realtime vendor answers nobody, jobs are done all the same, for none waits for what it publishes, and the APIs serve as before.',
  fault: 'ably-outage',
};

export const webhookLateExperiment: Experiment = {
  ...endured,
  title: 'Customers who take their time',
  hypothesis:
    'When customers answer every event late, other events do not wait for it, each arrives, and the APIs serve as before.',
  fault: 'webhook-late',
};

export const webhookOutageExperiment: Experiment = {
  ...endured,
  title: "Outage of customers' webhooks",
  hypothesis:
    'When customers cannot be reached, their events wait in their queue, and the APIs serve as before.',
  fault: 'webhook-outage',
};

export const webhookLossExperiment: Experiment = {
  ...endured,
  title: 'Events that never arrive',
  hypothesis:
    'When every event is lost on its way to the customers, it is sent again until it arrives, and the APIs serve as before.',
  fault: 'webhook-loss',
};

export const webhookDuplicateExperiment: Experiment = {
  ...endured,
  title: 'Events that arrive twice',
  hypothesis:
    "When customers' answers are lost, events are sent again under the same id, and the APIs serve as before.",
  fault: 'webhook-duplicate',
};
