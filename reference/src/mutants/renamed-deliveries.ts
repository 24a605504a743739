import { deliveryId } from '../services/effects/deliver-webhook.js';
import type { Job } from '../services/job.js';

/** An id that changes with every attempt: the customer cannot know that an event is one that came before. */
export function attemptId(job: Pick<Job, 'queue' | 'resourceId' | 'attempt'>): string {
  return `${deliveryId(job)}_${job.attempt}`;
}
