import { describe, expect, it } from 'vitest';
import { startTelemetry } from '../start-telemetry.js';
import { scrape } from '../testing/scrape.js';
import { quiet } from '../testing/serve.js';
import { instrumentWorker } from './instrument-worker.js';

const queue = 'memory-processing';
const duration = 'messaging_process_duration_seconds_count';

function setUp() {
  const telemetry = startTelemetry(quiet);
  const clock = { ms: 100_000, nowMs: () => clock.ms };
  return { telemetry, clock, worker: instrumentWorker(telemetry, { queue, clock }) };
}

const fails = (error: unknown) => (): never => {
  throw error;
};
const bullmq = (attemptsMade: number, attempts?: number) => ({
  timestamp: 90_000,
  attemptsMade,
  opts: { attempts },
});
const pgBoss = (retryCount: number, retryLimit: number) => ({
  createdOn: new Date(90_000),
  startAfter: new Date(95_000),
  retryCount,
  retryLimit,
});

describe('a worker', () => {
  it('passes job and result through and records duration and wait', async () => {
    const { telemetry, clock, worker } = setUp();
    const job = bullmq(0, 3);
    const result = await worker.run(job, async (given) => {
      expect(given).toBe(job);
      expect(telemetry.lifecycle.active).toBe(1);
      clock.ms += 2500;
      return { made: 1 };
    });
    expect(result).toEqual({ made: 1 });
    expect(telemetry.lifecycle.active).toBe(0);
    const answer = await scrape(telemetry);
    expect(answer.find(duration).map(({ labels }) => labels)).toEqual([
      {
        service: 'test',
        region: 'unknown',
        environment: 'unknown',
        messaging_destination_name: queue,
        outcome: 'success',
      },
    ]);
    expect(answer.value('messaging_process_duration_seconds_sum')).toBe(2.5);
    expect(answer.value('queue_wait_seconds_sum', { queue })).toBe(10);
    expect(answer.value('queue_retries_total', { queue })).toBe(0);
    expect(answer.value('queue_dead_letter_total', { queue })).toBe(0);
  });

  it('passes the very error through and names its kind', async () => {
    const { telemetry, worker } = setUp();
    const error = Object.assign(new Error('secret'), { code: 'ETIMEDOUT' });
    await expect(worker.run({}, fails(error))).rejects.toBe(error);
    await expect(worker.run({}, fails('text'))).rejects.toBe('text');
    const answer = await scrape(telemetry);
    expect(answer.value(duration, { outcome: 'failure', error_type: 'ETIMEDOUT' })).toBe(1);
    expect(answer.value(duration, { outcome: 'failure', error_type: 'string' })).toBe(1);
  });

  it.each([
    ['BullMQ, attempts left', bullmq(0, 3), 1, 0],
    ['BullMQ, last attempt', bullmq(2, 3), 0, 1],
    ['BullMQ, no attempts given', bullmq(0), 0, 1],
    ['pg-boss, retries left', pgBoss(0, 2), 1, 0],
    ['pg-boss, last retry', pgBoss(2, 2), 0, 1],
    ['a job that says nothing', { id: 1 }, 0, 0],
    ['no object', 7, 0, 0],
  ])(
    'counts a failure of %s as %j → %i retries, %i dead letters',
    async (_name, job, retries, deadLetters) => {
      const { telemetry, worker } = setUp();
      await expect(worker.run(job, fails(new Error('x')))).rejects.toThrow('x');
      const answer = await scrape(telemetry);
      expect(answer.value('queue_retries_total')).toBe(retries);
      expect(answer.value('queue_dead_letter_total')).toBe(deadLetters);
    },
  );

  it('counts what cannot be retried as a dead letter', async () => {
    const { telemetry, worker } = setUp();
    const unrecoverable = Object.assign(new Error('x'), { name: 'UnrecoverableError' });
    await expect(worker.run(bullmq(0, 3), fails(unrecoverable))).rejects.toBe(unrecoverable);
    expect((await scrape(telemetry)).value('queue_dead_letter_total')).toBe(1);
  });

  it('records the wait of the first attempt only, from when the job could run', async () => {
    const { telemetry, worker } = setUp();
    await worker.run(pgBoss(0, 2), () => {});
    await worker.run(pgBoss(1, 2), () => {});
    const answer = await scrape(telemetry);
    expect(answer.value('queue_wait_seconds_count')).toBe(1);
    expect(answer.value('queue_wait_seconds_sum')).toBe(5);
  });

  it('takes jobs of any other kind by description', async () => {
    const { telemetry, clock } = setUp();
    const worker = instrumentWorker(telemetry, {
      queue,
      clock,
      describe: (row: { createdAtMs: number; tries: number }) => ({
        runnableAtMs: row.createdAtMs,
        attempt: row.tries,
        maximumAttempts: 2,
      }),
    });
    await expect(worker.run({ createdAtMs: 99_000, tries: 2 }, fails(new Error('x')))).rejects.toThrow();
    expect((await scrape(telemetry)).value('queue_dead_letter_total')).toBe(1);
  });

  it('runs jobs when telemetry is disabled', async () => {
    const telemetry = startTelemetry({ env: { ATTEST_DISABLED: '1' } });
    expect(await instrumentWorker(telemetry, { queue }).run(1, (job) => job + 1)).toBe(2);
  });
});

describe('an attempt that takes too long', () => {
  it('is recorded and sent at the limit, once, and told so', async () => {
    let reachLimit: () => void = () => {};
    let waitedMs: number | undefined;
    const telemetry = { ...startTelemetry(quiet), flushes: 0 };
    telemetry.flush = async () => {
      telemetry.flushes += 1;
    };
    const clock = {
      ms: 0,
      nowMs: () => clock.ms,
      after: (milliseconds: number, call: () => void) => {
        waitedMs = milliseconds;
        reachLimit = call;
        return () => {};
      },
    };
    const worker = instrumentWorker(telemetry, { queue, clock, limitSeconds: 1800 });
    let reason: unknown;
    const attempt = worker.run(bullmq(2, 3), async (_job, signal) => {
      clock.ms = 1_800_000;
      reachLimit();
      reason = signal.reason;
      return 'done all the same';
    });
    expect(await attempt).toBe('done all the same');
    expect([waitedMs, telemetry.flushes]).toEqual([1_800_000, 1]);
    expect(reason).toMatchObject({ name: 'TimeoutError' });
    const answer = await scrape(telemetry);
    expect(
      answer.find(duration).map(({ labels, value }) => [labels.outcome, labels.error_type, value]),
    ).toEqual([['failure', 'timeout', 1]]);
    // The limit is a boundary of the buckets, so that what ran into it can be told from what nearly did.
    expect(answer.value('messaging_process_duration_seconds_bucket', { le: '1800' })).toBe(1);
    expect(answer.value('messaging_process_duration_seconds_bucket', { le: '1200' })).toBe(0);
    expect(answer.value('queue_dead_letter_total')).toBe(1);
  });
});
