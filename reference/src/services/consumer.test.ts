import { describe, expect, it } from 'vitest';
import { Consumer, type Effect } from './consumer.js';
import type { AfterFailure, Completion, Job, Queue } from './job.js';
import { finalError } from './retry-policy.js';

function newJob(id: string, attempt = 1): Job {
  return { id, queue: 'q', resource: 'diary.notes', resourceId: `r-${id}`, attempt, runnableAtMs: 0 };
}

class FakeQueue implements Queue {
  readonly claims: number[] = [];
  readonly completed: (readonly Completion[])[] = [];
  readonly failed: { id: string; error: string; after: AfterFailure }[] = [];
  readonly log: string[] = [];
  completing: () => Promise<void> = async () => undefined;

  constructor(readonly waiting: Job[]) {}

  async claim(limit: number) {
    this.claims.push(limit);
    return this.waiting.splice(0, limit);
  }
  async complete(completions: readonly Completion[]) {
    await this.completing();
    this.completed.push(completions);
  }
  async fail(job: Job, error: string, after: AfterFailure) {
    this.failed.push({ id: job.id, error, after });
  }
  async renew(jobs: readonly Job[]) {
    this.log.push(`renew ${jobs.map(({ id }) => id).join()}`);
  }
  async reclaim() {
    this.log.push('reclaim');
  }
}

function setUp(jobs: Job[], effect: Effect, change: { active?: boolean; concurrency?: number } = {}) {
  const queue = new FakeQueue(jobs);
  const consumer = new Consumer({
    queue,
    effect,
    worker: { run: async (job, handler) => handler(job, new AbortController().signal) },
    active: () => change.active ?? true,
    concurrency: change.concurrency ?? 10,
    timeoutSeconds: 60,
    maxAttempts: 3,
  });
  return { queue, consumer };
}

const settled = async () => {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
};

describe('a consumer', () => {
  it('completes in one statement the jobs that end together', async () => {
    const { queue, consumer } = setUp([newJob('1'), newJob('2')], async () => ({ status: 'processed' }));
    expect(await consumer.poll()).toBe(false);
    await settled();
    expect(queue.completed.map((batch) => batch.map(({ job, status }) => [job.id, status]))).toEqual([
      [
        ['1', 'processed'],
        ['2', 'processed'],
      ],
    ]);
  });

  it('claims nothing where its region does not work', async () => {
    const { queue, consumer } = setUp([newJob('1')], async () => ({}), { active: false });
    await consumer.poll();
    await consumer.keepHouse();
    expect([queue.claims, queue.log]).toEqual([[], []]);
  });

  it('claims no more than it can run at a time', async () => {
    const never: Effect = () => new Promise(() => undefined);
    const { queue, consumer } = setUp(
      ['1', '2', '3'].map((id) => newJob(id)),
      never,
      { concurrency: 2 },
    );
    expect(await consumer.poll()).toBe(true);
    expect(await consumer.poll()).toBe(false);
    expect(queue.claims).toEqual([2]);
  });

  it('tells others only after the completion is committed', async () => {
    const told: string[] = [];
    const { queue, consumer } = setUp([newJob('1')], async () => ({ committed: () => told.push('told') }));
    queue.completing = async () => void told.push('committed');
    await consumer.poll();
    await settled();
    expect(told).toEqual(['committed', 'told']);
  });

  it('gives a failed job back for another attempt, and buries it after the last', async () => {
    const { queue, consumer } = setUp([newJob('1'), newJob('2', 3)], async () => {
      throw new Error('503');
    });
    await consumer.poll();
    await settled();
    expect(queue.failed).toEqual([
      { id: '1', error: 'Error: 503', after: { kind: 'retry', delaySeconds: 1 } },
      { id: '2', error: 'Error: 503', after: { kind: 'dead' } },
    ]);
  });

  it('buries a job at once that no attempt can mend', async () => {
    const { queue, consumer } = setUp([newJob('1')], async () => {
      throw finalError('no such resource');
    });
    await consumer.poll();
    await settled();
    expect(queue.failed).toMatchObject([{ after: { kind: 'dead' } }]);
  });

  it('does not run a job whose attempts were used up by workers that are gone', async () => {
    let ran = false;
    const { queue, consumer } = setUp([newJob('1', 4)], async () => {
      ran = true;
      return {};
    });
    await consumer.poll();
    await settled();
    expect([ran, queue.failed]).toMatchObject([false, [{ after: { kind: 'dead' } }]]);
  });

  it('does not take a job for done when its completion was not committed', async () => {
    const { queue, consumer } = setUp([newJob('1')], async () => ({}));
    queue.completing = async () => {
      throw new Error('no database');
    };
    await consumer.poll();
    await settled();
    expect(queue.failed).toMatchObject([{ id: '1', after: { kind: 'retry' } }]);
  });

  it('renews the leases of what it runs, and reclaims those of others', async () => {
    const never: Effect = () => new Promise(() => undefined);
    const { queue, consumer } = setUp([newJob('1'), newJob('2')], never);
    await consumer.poll();
    await consumer.keepHouse();
    expect(queue.log).toEqual(['renew 1,2', 'reclaim']);
  });
});
