import { afterEach, describe, expect, it } from 'vitest';
import { resolveConfiguration } from '../configuration/resolve-configuration.js';
import { disabledTelemetry } from '../disabled-telemetry.js';
import { MetricStore } from '../metrics/metric-store.js';
import { createMetricsPush } from '../otlp/metrics-push.js';
import type { MetricsRequest, Temporality } from '../otlp/metrics-request.js';
import type { Telemetry } from '../telemetry.js';
import { withTelemetry } from './with-telemetry.js';

const key = Symbol.for('attest.next');
const platform = Symbol.for('@next/request-context');
const anywhere = globalThis as { [symbol: symbol]: unknown };
afterEach(() => {
  delete anywhere[key];
  delete anywhere[platform];
});

const metric = 'http_server_request_duration_seconds';
const freezes = 10_000;

/** Numbers that look random and are the same in every run. Source: mulberry32, Tommy Ettinger, public domain. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A receiver that is busy, or cannot be reached, one time in ten, and adds up what it took. */
function receiver(temporality: Temporality, next: () => number) {
  const latest = new Map<string, number>();
  const take = (instance: string, body: MetricsRequest): void => {
    for (const { name, histogram } of body.resourceMetrics[0]?.scopeMetrics[0]?.metrics ?? []) {
      if (name !== metric) continue;
      for (const { attributes, count } of histogram?.dataPoints ?? []) {
        const status = attributes.find(({ key: name }) => name === 'http_response_status_code')?.value
          .stringValue;
        const series = temporality === 'delta' ? `${status}` : `${status} ${instance}`;
        const before = temporality === 'delta' ? (latest.get(series) ?? 0) : 0;
        latest.set(series, before + Number(count));
      }
    }
  };
  const fetchOf =
    (instance: string): typeof fetch =>
    async (_url, init) => {
      const luck = next();
      if (luck < 0.05) throw new TypeError('fetch failed');
      if (luck < 0.1) return new Response('', { status: 503 });
      take(instance, JSON.parse(new TextDecoder().decode(init?.body as Uint8Array)) as MetricsRequest);
      return new Response('{}');
    };
  const total = (status: string): number =>
    [...latest].reduce((sum, [series, count]) => sum + (series.split(' ')[0] === status ? count : 0), 0);
  return { fetchOf, total };
}

/** A function of its own: nothing of it runs but while a request is handled, or while it keeps itself awake. */
function startInstance(
  id: number,
  temporality: Temporality,
  fetchOf: (instance: string) => typeof fetch,
): Telemetry {
  const env = {
    OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://receiver',
    OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: temporality,
  };
  const configuration = resolveConfiguration({ service: 'orders', env });
  const settings = configuration.metricsPush;
  if (!settings) throw new Error('nothing to push to');
  const store = new MetricStore();
  let nowMs = 0;
  const { push } = createMetricsPush({
    settings,
    resource: { 'service.instance.id': String(id) },
    read: () => store.metrics,
    onFailure: (reason) => store.dropped(reason),
    dependencies: {
      fetch: fetchOf(String(id)),
      nowMs: () => nowMs,
      after: async (milliseconds) => {
        nowMs += milliseconds;
      },
    },
  });
  return {
    ...disabledTelemetry(configuration),
    enabled: true,
    counter: (name) => store.counter(name),
    gauge: (name) => store.gauge(name),
    histogram: (name) => store.histogram(name),
    flush: push,
  };
}

const handler = withTelemetry('/api/orders', async (request: Request) => {
  await Promise.resolve();
  if (request.url.endsWith('/500')) throw new Error('fails');
  return new Response('body', { status: 201 });
});

describe.each(['cumulative', 'delta'] as const)(
  'functions that are frozen after every answer (%s)',
  (temporality) => {
    it(`lose nothing in ${freezes} freezes, after a third of which they never wake again`, async () => {
      const next = random(7);
      const { fetchOf, total } = receiver(temporality, next);
      const sent = { '201': 0, '500': 0 };
      let instances = 1;
      let telemetry = startInstance(instances, temporality, fetchOf);
      for (let freeze = 0; freeze < freezes; freeze++) {
        const awake: Promise<unknown>[] = [];
        anywhere[platform] = {
          get: () => ({ waitUntil: (promise: Promise<unknown>) => awake.push(promise) }),
        };
        anywhere[key] = { telemetry, freezes: true };
        const concurrent = 1 + Math.floor(next() * 3);
        const answers = Array.from({ length: concurrent }, async () => {
          const status = next() < 0.1 ? '500' : '201';
          sent[status] += 1;
          await handler(new Request(`http://localhost/${status}`)).then(
            (response) => response.text(),
            () => {},
          );
        });
        await Promise.all(answers);
        // The platform stops the function here: it waits for nothing else.
        await Promise.all(awake);
        if (next() < 1 / 3) {
          instances += 1;
          telemetry = startInstance(instances, temporality, fetchOf);
        }
      }
      expect(instances).toBeGreaterThan(freezes / 4);
      expect({ '201': total('201'), '500': total('500') }).toEqual(sent);
    }, 120_000);

    it('would lose something if they did not keep themselves awake', async () => {
      const next = random(7);
      const { fetchOf, total } = receiver(temporality, next);
      anywhere[key] = { telemetry: startInstance(1, temporality, fetchOf), freezes: false };
      await (await handler(new Request('http://localhost/201'))).text();
      expect(total('201')).toBe(0);
    });
  },
);
