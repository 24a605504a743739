import type { Effect } from '../consumer.js';
import type { Job } from '../job.js';
import { postJson } from '../post-json.js';

/**
 * Tells the customer what happened, as Standard Webhooks describes it: at least once, with the same `webhook-id` every time, so
 * that the customer can leave out repetitions. Source: https://www.standardwebhooks.com
 */
export function deliverWebhook(
  url: string,
  post = postJson,
  idOf: (job: Job) => string = deliveryId,
): Effect {
  return async (job, signal) => {
    const headers = {
      'webhook-id': idOf(job),
      'webhook-timestamp': String(Math.floor(job.runnableAtMs / 1000)),
    };
    const body = { type: `${job.resource}.stored`, data: { id: job.resourceId } };
    const status = await post(url, headers, body, signal);
    if (status < 200 || status > 299) throw new Error(`The customer answered ${status}.`);
    return {};
  };
}

/** The same for every attempt, also in another region: made of nothing that an attempt changes. */
export function deliveryId(job: Pick<Job, 'queue' | 'resourceId'>): string {
  return `${job.queue}_${job.resourceId}`;
}
