import type { Effect } from '../services/consumer.js';

/**
 * Lets a job be over before it has done anything, as queues do that take delivery for success: what fails afterwards is not tried again,
 * and what it says of its resource comes too late.
 */
export function completedEarly(effect: Effect): Effect {
  return async (job, signal) => {
    void effect(job, signal).catch(() => undefined);
    return {};
  };
}
