import { disturbance } from './disturbance.js';

const factor = 3;

/** Clients that heard no answer, or a late one, send their writes again, all at once: what is rare becomes most of the traffic. */
export const retryStorm = disturbance('traffic', (traffic) => traffic.retries(factor), {
  title: `writes are sent again, until ${factor} times as many requests arrive as usual`,
  elsewhere: 'k6 beside the usual traffic, with writes and idempotency keys that were accepted before',
});
