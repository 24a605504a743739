import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { MetricsPushConfiguration } from '../configuration/metrics-push.js';
import { MetricStore } from '../metrics/metric-store.js';
import { createMetricsPush } from './metrics-push.js';
import { type MetricsRequest, metricsRequest } from './metrics-request.js';
import type { SendDependencies } from './send.js';

const settings: MetricsPushConfiguration = {
  url: 'http://receiver/v1/metrics',
  headers: { authorization: 'secret' },
  protocol: 'http/json',
  compression: 'none',
  timeoutMs: 10_000,
  temporality: 'cumulative',
  intervalMs: 60_000,
};

type Answer = Response | Error | Promise<Response>;

/** A receiver that answers as told, then 200, on a clock that only waiting moves. */
function setUp(changes: Partial<MetricsPushConfiguration> = {}, answers: Answer[] = []) {
  const store = new MetricStore();
  const bodies: MetricsRequest[] = [];
  const requests: RequestInit[] = [];
  const failures: string[] = [];
  const waits: number[] = [];
  let nowMs = 1_000_000;
  const dependencies: SendDependencies = {
    nowMs: () => nowMs,
    after: async (milliseconds) => {
      waits.push(milliseconds);
      nowMs += milliseconds;
    },
    fetch: async (_url, init) => {
      requests.push(init as RequestInit);
      const answer = (await answers.shift()) ?? new Response('{}');
      if (answer instanceof Error) throw answer;
      if (answer.ok) bodies.push(await decode(init as RequestInit));
      return answer;
    },
  };
  const { push } = createMetricsPush({
    settings: { ...settings, ...changes },
    resource: { 'service.name': 'orders', service: 'orders' },
    read: () => store.metrics,
    onFailure: (reason) => failures.push(reason),
    dependencies,
  });
  const pass = (milliseconds: number): void => {
    nowMs += milliseconds;
  };
  return { store, bodies, requests, failures, waits, push, pass };
}

async function decode(init: RequestInit): Promise<MetricsRequest> {
  const bytes = Buffer.from(await new Response(init.body).arrayBuffer());
  const zipped = new Headers(init.headers).get('content-encoding') === 'gzip';
  return JSON.parse((zipped ? gunzipSync(bytes) : bytes).toString('utf8'));
}

const metricsOf = (body: MetricsRequest | undefined) =>
  body?.resourceMetrics[0]?.scopeMetrics[0]?.metrics ?? [];
const counted = (body: MetricsRequest | undefined): number | undefined =>
  metricsOf(body).find(({ name }) => name === 'signups_total')?.sum?.dataPoints[0]?.asDouble;

describe('a push', () => {
  it('sends every metric under its own name, with the resource', async () => {
    const { store, bodies, requests, push, pass } = setUp({ compression: 'gzip' });
    store.counter('signups_total').inc({}, 3);
    store.gauge('failover_epoch').set({}, 2);
    store.histogram('queue_wait_seconds').observe({ queue: 'q' }, 0.3);
    pass(500);
    await push();
    expect(new Headers(requests[0]?.headers).get('authorization')).toBe('secret');
    expect(bodies[0]?.resourceMetrics[0]?.resource.attributes).toContainEqual({
      key: 'service',
      value: { stringValue: 'orders' },
    });
    const [counter, gauge, histogram] = metricsOf(bodies[0]);
    const times = { startTimeUnixNano: '1000000000000', timeUnixNano: '1000500000000' };
    expect(counter).toMatchObject({
      name: 'signups_total',
      sum: { isMonotonic: true, aggregationTemporality: 2, dataPoints: [{ ...times, asDouble: 3 }] },
    });
    expect(gauge).toMatchObject({ name: 'failover_epoch', gauge: { dataPoints: [{ asDouble: 2 }] } });
    const point = histogram?.histogram?.dataPoints[0];
    expect(point).toMatchObject({
      count: '1',
      sum: 0.3,
      attributes: [{ key: 'queue', value: { stringValue: 'q' } }],
    });
    expect(point?.bucketCounts).toHaveLength((point?.explicitBounds.length ?? 0) + 1);
    expect(point?.bucketCounts[3]).toBe('1');
    expect(counter).not.toHaveProperty('unit');
  });

  it('leaves out what is no number, which no receiver would take', () => {
    const series = [Number.NaN, Number.POSITIVE_INFINITY, 1].map((value) => ({ labels: {}, value }));
    const metric = { name: 'nodejs_eventloop_lag_mean_seconds', help: '', type: 'gauge', series } as const;
    const context = { resource: {}, temporality: 'cumulative', startMs: 0, nowMs: 0 } as const;
    const [encoded] = metricsOf(metricsRequest([metric], context));
    expect(encoded?.gauge?.dataPoints.map(({ asDouble }) => asDouble)).toEqual([1]);
  });

  it('tries again while the receiver asks for patience, and waits as long as it is told', async () => {
    const busy = new Response('', { status: 503 });
    const patient = new Response('', { status: 429, headers: { 'retry-after': '2' } });
    const { bodies, waits, failures, push } = setUp({}, [busy, new Error('refused'), patient]);
    await push();
    expect(waits).toEqual([250, 500, 2000]);
    expect(bodies).toHaveLength(1);
    expect(failures).toEqual([]);
  });

  it('gives up when its time is over, and never rejects', async () => {
    const { waits, failures, push } = setUp(
      {},
      Array.from({ length: 100 }, () => new Error('refused')),
    );
    await push();
    expect(failures).toEqual(['export_failed']);
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(10_000);
  });

  it.each([
    ['a refusal', new Response('bad', { status: 400 })],
    ['a redirect', new Response('', { status: 302, headers: { location: 'http://elsewhere/' } })],
    ['a part that was refused', Response.json({ partialSuccess: { rejectedDataPoints: '2' } })],
  ])('does not repeat what met with %s', async (_what, answer) => {
    const { requests, failures, push } = setUp({}, [answer]);
    await push();
    expect(requests).toHaveLength(1);
    expect(failures).toEqual(['refused']);
  });

  it('takes an answer that never ends for what it is', async () => {
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(8192)),
    });
    const { failures, push } = setUp({}, [new Response(endless)]);
    await push();
    expect(failures).toEqual([]);
  });

  it('is one at a time, with at most one waiting, and sees what was recorded before it was asked for', async () => {
    let answer: (response: Response) => void = () => {};
    const slow = new Promise<Response>((resolve) => {
      answer = resolve;
    });
    const { store, requests, bodies, push } = setUp({}, [slow]);
    const signups = store.counter('signups_total');
    signups.inc({});
    const first = push();
    await Promise.resolve();
    const later = Array.from({ length: 1000 }, () => {
      signups.inc({});
      return push();
    });
    answer(new Response('{}'));
    await Promise.all([first, ...later]);
    expect(requests).toHaveLength(2);
    expect(bodies.map(counted)).toEqual([1, 1001]);
  });
});

describe('a push of deltas', () => {
  const delta = { temporality: 'delta' } as const;

  it('sends what is new since the receiver took the last one', async () => {
    const { store, bodies, push, pass } = setUp(delta);
    const signups = store.counter('signups_total');
    const wait = store.histogram('queue_wait_seconds');
    signups.inc({}, 2);
    wait.observe({ queue: 'q' }, 1);
    await push();
    pass(1000);
    signups.inc({}, 5);
    wait.observe({ queue: 'q' }, 2);
    await push();
    await push();
    expect(bodies.map(counted)).toEqual([2, 5, undefined]);
    const second = metricsOf(bodies[1]).find(({ histogram }) => histogram)?.histogram;
    expect(second).toMatchObject({
      aggregationTemporality: 1,
      dataPoints: [{ count: '1', sum: 2, startTimeUnixNano: '1000000000000', timeUnixNano: '1001000000000' }],
    });
  });

  it('loses nothing when a push fails: the next one has it', async () => {
    const { store, bodies, failures, push } = setUp(
      delta,
      Array.from({ length: 10 }, () => new Error('refused')),
    );
    const signups = store.counter('signups_total');
    signups.inc({}, 2);
    await push();
    expect(failures).toEqual(['export_failed']);
    signups.inc({}, 3);
    await push();
    expect(bodies.map(counted)).toEqual([5]);
  });
});
