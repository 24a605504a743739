import type { Platform, Resource } from '@attest/platform';
import { gpuQueue, queuesOf } from '../services/table.js';

/** An event that the customer received, told from others by its id. */
export const webhook = 'webhook';
/** A resource that has the image which the GPU vendor made for it. */
export const image = 'image';
/** A prediction that the GPU vendor was asked for. Its API knows no idempotency key, so a lost worker's is asked for again. */
export const charge = 'charge';

/** A job of this queue that was completed. */
export function jobIn(queue: string): string {
  return `job/${queue}`;
}

export function resourcesOf({ services }: Platform): readonly Resource[] {
  return services.flatMap(({ resources }) => resources);
}

/** Queues that a write to any resource may add a job to. */
export function allQueues(platform: Platform): readonly string[] {
  return [...new Set(resourcesOf(platform).flatMap(queuesOf))];
}

export function webhookQueues({ workers }: Platform): readonly string[] {
  return workers.flatMap(({ queues, effects }) =>
    queues.filter((queue) => effects?.[queue] === 'deliver-webhook'),
  );
}

export function gpuQueues(platform: Platform): readonly string[] {
  return resourcesOf(platform)
    .filter(({ fulfilledBy }) => fulfilledBy === 'gpu')
    .map(gpuQueue);
}
