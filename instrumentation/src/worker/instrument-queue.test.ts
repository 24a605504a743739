import { describe, expect, it } from 'vitest';
import { startTelemetry } from '../start-telemetry.js';
import { scrape } from '../testing/scrape.js';
import { quiet } from '../testing/serve.js';
import { instrumentQueue, type QueueReading } from './instrument-queue.js';

const queue = 'webhooks';

describe('a queue', () => {
  it('shows its depth by state and the age of its oldest job', async () => {
    const telemetry = startTelemetry(quiet);
    instrumentQueue(telemetry, {
      queue,
      read: async () => ({ depthByState: { waiting: 3, active: 0 }, oldestAgeSeconds: 12.5 }),
    });
    const answer = await scrape(telemetry);
    expect(answer.value('queue_jobs', { queue, state: 'waiting' })).toBe(3);
    expect(answer.value('queue_jobs', { queue, state: 'active' })).toBe(0);
    expect(answer.value('queue_oldest_job_age_seconds', { queue })).toBe(12.5);
  });

  it('shows nothing of what is not known, beside queues that can be read', async () => {
    const telemetry = startTelemetry(quiet);
    let answerable = true;
    const read = async (): Promise<QueueReading> => {
      if (!answerable) throw new Error('database is gone');
      return { depthByState: { waiting: 1 } };
    };
    instrumentQueue(telemetry, { queue, read });
    instrumentQueue(telemetry, { queue: 'other', read: async () => ({ depthByState: { waiting: 2 } }) });
    const before = await scrape(telemetry);
    expect(before.find('queue_jobs')).toHaveLength(2);
    expect(before.find('queue_oldest_job_age_seconds')).toEqual([]);
    answerable = false;
    const after = await scrape(telemetry);
    expect(after.find('queue_jobs').map(({ labels }) => labels.queue)).toEqual(['other']);
  });
});
