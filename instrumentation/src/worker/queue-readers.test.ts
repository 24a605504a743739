import { describe, expect, it } from 'vitest';
import { readBullmq } from './read-bullmq.js';
import { readPgBoss } from './read-pg-boss.js';

describe('the depth of a BullMQ queue', () => {
  const counts = { waiting: 2, active: 1, failed: 0 };
  const queue = (jobs: ({ timestamp: number } | undefined)[], waiting = 2) => ({
    getJobCounts: async () => ({ ...counts, waiting }),
    getJobs: async () => jobs,
  });

  it('is told with the age of the job that waits longest', async () => {
    const read = readBullmq(queue([{ timestamp: 4_000 }]), () => 10_000);
    expect(await read()).toEqual({ depthByState: counts, oldestAgeSeconds: 6 });
  });

  it('has no age when nothing waits, and an unknown one when the job was gone by then', async () => {
    expect((await readBullmq(queue([], 0))()).oldestAgeSeconds).toBe(0);
    expect((await readBullmq(queue([undefined], 1))()).oldestAgeSeconds).toBeUndefined();
  });
});

describe('the depth of a pg-boss queue', () => {
  const rows = [
    { state: 'created', jobs: '3', oldest: '12.5' },
    { state: 'retry', jobs: '1', oldest: null },
    { state: 'active', jobs: '2', oldest: '99' },
  ];

  it('is one question to its table, whose values come as texts', async () => {
    const asked: unknown[] = [];
    const executeSql = async (text: string, values: unknown[]) => {
      asked.push(text, values);
      return { rows };
    };
    const read = readPgBoss({ database: { executeSql }, name: 'webhooks', schema: 'my"jobs' });
    expect(await read()).toEqual({
      depthByState: { created: 3, retry: 1, active: 2 },
      oldestAgeSeconds: 12.5,
    });
    expect(asked[0]).toContain('"my""jobs".job');
    expect(asked[1]).toEqual(['webhooks']);
  });

  it('may be asked through a pool, and is empty when there are no jobs', async () => {
    const query = async () => ({ rows: [] });
    const read = readPgBoss({ database: { query }, name: 'webhooks' });
    expect(await read()).toEqual({ depthByState: {}, oldestAgeSeconds: 0 });
  });
});
