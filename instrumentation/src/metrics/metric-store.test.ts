import { describe, expect, it } from 'vitest';
import { startTelemetry } from '../start-telemetry.js';
import { scrape } from '../testing/scrape.js';
import { quiet } from '../testing/serve.js';

describe('metrics of the contract', () => {
  it('compile and exist only by name and type', () => {
    const telemetry = startTelemetry(quiet);
    // @ts-expect-error no such metric
    expect(() => telemetry.counter('nothing_total')).toThrow(
      expect.objectContaining({ code: 'unknown-metric' }),
    );
    // @ts-expect-error a gauge
    expect(() => telemetry.counter('queue_jobs')).toThrow(
      expect.objectContaining({ code: 'wrong-metric-type' }),
    );
    // @ts-expect-error a label is missing
    telemetry.gauge('queue_jobs').set({ queue: 'q' }, 1);
    expect(telemetry.gauge('queue_jobs')).toBe(telemetry.gauge('queue_jobs'));
  });

  it('count into the bucket whose boundary the value does not exceed', async () => {
    const telemetry = startTelemetry(quiet);
    const steps = telemetry.histogram('failover_step_duration_seconds');
    for (const seconds of [0.1, 0.11, 30, 1e6]) steps.observe({ step: 's' }, seconds);
    const answer = await scrape(telemetry);
    const bucket = (le: string) => answer.value('failover_step_duration_seconds_bucket', { le });
    expect([
      bucket('0.1'),
      bucket('0.25'),
      bucket('15'),
      bucket('30'),
      bucket('300'),
      bucket('+Inf'),
    ]).toEqual([1, 2, 2, 3, 3, 4]);
    expect(answer.value('failover_step_duration_seconds_sum')).toBeCloseTo(1_000_030.21);
    expect(answer.value('failover_step_duration_seconds_count')).toBe(4);
  });

  it('show a histogram before its first observation when told to', async () => {
    const telemetry = startTelemetry(quiet);
    telemetry.histogram('failover_step_duration_seconds').zero({ step: 's' });
    const answer = await scrape(telemetry);
    expect(answer.value('failover_step_duration_seconds_count', { step: 's' })).toBe(0);
    expect(answer.value('failover_step_duration_seconds_bucket', { step: 's', le: '+Inf' })).toBe(0);
  });

  it('drop and count what is no number, and counters that would go down', async () => {
    const telemetry = startTelemetry(quiet);
    telemetry.counter('signups_total').inc({}, -1);
    telemetry.counter('signups_total').inc({}, Number.NaN);
    telemetry.gauge('failover_epoch').set({}, Number.POSITIVE_INFINITY);
    telemetry.histogram('queue_wait_seconds').observe({ queue: 'q' }, Number.NaN);
    const answer = await scrape(telemetry);
    expect(answer.value('telemetry_dropped_total', { signal: 'metrics', reason: 'invalid_value' })).toBe(4);
    expect(answer.value('signups_total')).toBe(0);
    expect(answer.find('failover_epoch')).toEqual([]);
    expect(answer.find('queue_wait_seconds_count')).toEqual([]);
  });

  it('count what overflows, by metric and label', async () => {
    const telemetry = startTelemetry(quiet);
    for (let step = 0; step < 105; step++) {
      telemetry.histogram('failover_step_duration_seconds').observe({ step: `s${step}` }, 1);
    }
    const answer = await scrape(telemetry);
    expect(
      answer.value('telemetry_cardinality_overflow_total', {
        metric: 'failover_step_duration_seconds',
        label: 'step',
      }),
    ).toBe(5);
    expect(answer.value('failover_step_duration_seconds_count', { step: '__overflow__' })).toBe(5);
  });

  it('let the subject of a metric replace the common label of the emitter', async () => {
    const telemetry = startTelemetry({ ...quiet, region: 'us-east-1' });
    telemetry.gauge('gpu_instances').set({ region: 'eu-west-1', gpu: 'V100' }, 5);
    expect((await scrape(telemetry)).find('gpu_instances')[0]?.labels).toMatchObject({
      service: 'test',
      region: 'eu-west-1',
    });
  });

  it('escape label values', async () => {
    const telemetry = startTelemetry(quiet);
    telemetry.gauge('deployment_info').set({ revision: 'a"b\\c' }, 1);
    expect((await scrape(telemetry)).find('deployment_info')[0]?.labels.revision).toBe('a"b\\c');
  });
});
