import { describe, expect, it } from 'vitest';
import { deliverWebhook, deliveryId } from '../services/effects/deliver-webhook.js';
import type { Job } from '../services/job.js';
import { attemptId } from './renamed-deliveries.js';

const job: Job = { id: '7', queue: 'q', resource: 'a.b', resourceId: 'r', attempt: 1, runnableAtMs: 0 };

async function idsOf(idOf: (job: Job) => string): Promise<unknown[]> {
  const ids: unknown[] = [];
  const post = async (_url: string, headers: Readonly<Record<string, string>>) => {
    ids.push(headers['webhook-id']);
    return 200;
  };
  const deliver = deliverWebhook('http://customer', post, idOf);
  for (const attempt of [1, 2]) await deliver({ ...job, attempt }, new AbortController().signal);
  return ids;
}

describe('a worker that renames what it delivers', () => {
  it('gives every attempt an id of its own, where an honest one repeats it', async () => {
    expect(new Set(await idsOf(attemptId)).size).toBe(2);
    expect(new Set(await idsOf(deliveryId)).size).toBe(1);
  });
});
