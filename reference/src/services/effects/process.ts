import type { Effect } from '../consumer.js';
import type { Job } from '../job.js';

/** Marks the resource as processed, and tells `processed` once that is committed. */
export function processResource(processed: (job: Job) => void = () => undefined): Effect {
  return async (job) => ({ status: 'processed', committed: () => processed(job) });
}
