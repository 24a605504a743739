import { describe, expect, it } from 'vitest';
import { Consumer } from '../services/consumer.js';
import type { Completion, Job, Queue } from '../services/job.js';
import { completedEarly } from './early-completion.js';

const job: Job = { id: '1', queue: 'q', resource: 'a.b', resourceId: 'r', attempt: 1, runnableAtMs: 0 };

/** Works on one job with an effect that always fails, and tells what the queue heard. */
async function workedOn(isEarly: boolean) {
  const heard: string[] = [];
  const waiting = [job];
  const queue: Queue = {
    claim: async (limit) => waiting.splice(0, limit),
    complete: async (done: readonly Completion[]) => void heard.push(...done.map(() => 'completed')),
    fail: async (_job, _error, { kind }) => void heard.push(kind),
    renew: async () => {},
    reclaim: async () => {},
  };
  let tried = 0;
  const failing = async () => {
    tried += 1;
    throw new Error('the customer is away');
  };
  const consumer = new Consumer({
    queue,
    effect: isEarly ? completedEarly(failing) : failing,
    worker: { run: async (worked, handler) => handler(worked, new AbortController().signal) },
    active: () => true,
    concurrency: 1,
    timeoutSeconds: 60,
    maxAttempts: 3,
  });
  await consumer.poll();
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  return { heard, tried };
}

describe('a worker that acknowledges its jobs early', () => {
  it('has completed what failed, which is never tried again', async () => {
    expect(await workedOn(true)).toEqual({ heard: ['completed'], tried: 1 });
    expect(await workedOn(false)).toEqual({ heard: ['retry'], tried: 1 });
  });
});
