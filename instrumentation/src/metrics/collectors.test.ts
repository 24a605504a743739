import { describe, expect, it } from 'vitest';
import { startTelemetry } from '../start-telemetry.js';
import { scrape } from '../testing/scrape.js';
import { quiet } from '../testing/serve.js';
import type { Reading } from './collectors.js';

const epoch = (value: number): Reading[] => [{ metric: 'failover_epoch', labels: {}, value }];

describe('gauges that are read at scrape time', () => {
  it('share one read among concurrent scrapes', async () => {
    const telemetry = startTelemetry(quiet);
    let reads = 0;
    telemetry.collect(async () => epoch(++reads));
    const answers = await Promise.all([scrape(telemetry), scrape(telemetry), scrape(telemetry)]);
    expect(answers.map((answer) => answer.value('failover_epoch'))).toEqual([1, 1, 1]);
    expect((await scrape(telemetry)).value('failover_epoch')).toBe(2);
  });

  it('are absent while they cannot be read, and that is counted', async () => {
    const telemetry = startTelemetry(quiet);
    let broken = false;
    telemetry.collect(() => {
      if (broken) throw new Error('broken');
      return epoch(1);
    });
    expect((await scrape(telemetry)).value('failover_epoch')).toBe(1);
    broken = true;
    await telemetry.metrics();
    const answer = await scrape(telemetry);
    expect(answer.find('failover_epoch')).toEqual([]);
    expect(answer.value('telemetry_dropped_total', { reason: 'collect_failed' })).toBe(2);
    broken = false;
    expect((await scrape(telemetry)).value('failover_epoch')).toBe(1);
  });

  it('do not hold a scrape up, and are not read again while a read still hangs', async () => {
    const telemetry = startTelemetry(quiet);
    let reads = 0;
    let answerLate: (readings: Reading[]) => void = () => {};
    telemetry.collect(
      () => {
        reads++;
        return new Promise<Reading[]>((resolve) => {
          answerLate = resolve;
        });
      },
      { timeoutSeconds: 0.001 },
    );
    await telemetry.metrics();
    const answer = await scrape(telemetry);
    expect(reads).toBe(1);
    expect(answer.find('failover_epoch')).toEqual([]);
    expect(answer.value('telemetry_dropped_total', { reason: 'collect_timeout' })).toBe(2);
    answerLate(epoch(9));
  });

  it('forget series that are no longer read, and all when they are taken away', async () => {
    const telemetry = startTelemetry(quiet);
    let states = ['waiting', 'active'];
    const end = telemetry.collect(() =>
      states.map((state) => ({ metric: 'queue_jobs', labels: { queue: 'q', state }, value: 1 })),
    );
    expect((await scrape(telemetry)).find('queue_jobs')).toHaveLength(2);
    states = ['active'];
    expect((await scrape(telemetry)).find('queue_jobs')).toHaveLength(1);
    end();
    expect((await scrape(telemetry)).find('queue_jobs')).toEqual([]);
  });
});
