import express from 'express';
import pg from 'pg';
import Replicate from 'replicate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instrumentAbly } from '../ably/index.js';
import { instrumentCircuitBreaker } from '../circuit-breaker/instrument-circuit-breaker.js';
import { instrumentExpress } from '../express/index.js';
import { instrumentPool } from '../postgres/index.js';
import { instrumentReplicate } from '../replicate/index.js';
import { startTelemetry } from '../start-telemetry.js';
import type { Telemetry } from '../telemetry.js';
import { FakeClient } from '../testing/fake-pg-client.js';
import { type Scrape, scrape } from '../testing/scrape.js';
import { quiet, serve } from '../testing/serve.js';
import { instrumentQueue, instrumentWorker } from '../worker/index.js';
import { commonLabels, contract, type MetricDefinition, type MetricName, type Producer } from './index.js';

const common = { service: 'orders', region: 'us-east-1', environment: 'production' };

/** A service that uses everything this package instruments. */
async function everything(telemetry: Telemetry): Promise<void> {
  const app = instrumentExpress(express(), telemetry);
  app.get('/fails/:id', () => {
    throw new Error('fails');
  });
  app.use((_error: Error, _request: unknown, response: express.Response, _next: unknown) => {
    response.status(500).send();
  });
  const served = await serve(app);
  await (await fetch(`${served.url}/fails/1`)).arrayBuffer();
  await telemetry.lifecycle.idle();
  await served.close();

  const worker = instrumentWorker(telemetry, { queue: 'q' });
  const job = { timestamp: 0, attemptsMade: 0, opts: { attempts: 1 } };
  await worker.run(job, () => 'done');
  await worker.run(job, () => Promise.reject(new Error('fails'))).catch(() => {});
  instrumentQueue(telemetry, {
    queue: 'q',
    read: async () => ({ depthByState: { waiting: 1 }, oldestAgeSeconds: 2 }),
  });

  const pool = instrumentPool(new pg.Pool({ Client: FakeClient } as never), telemetry, { pool: 'p' });
  await pool.query('select 1');
  await pool.query('select fails').catch(() => {});

  const prediction = { id: 'p', model: 'a/m', status: 'succeeded', metrics: { predict_time: 2 } };
  const times = { created_at: '2026-01-01T00:00:00Z', started_at: '2026-01-01T00:00:01Z' };
  const replicate = new Replicate({
    auth: 'x',
    fetch: async () => Response.json({ ...prediction, ...times }),
  });
  const options = { gpu: 'A100', models: ['m'], priceUsdPerSecond: 0.001 };
  await instrumentReplicate(replicate, telemetry, options).predictions.create({ model: 'a/m', input: {} });

  instrumentCircuitBreaker({ opened: false, halfOpen: false }, telemetry, { name: 'payments' });
  const channel = {
    name: 'orders:1',
    publish: async () => {},
    subscribe: async () => {},
    unsubscribe: () => {},
  };
  const ably = { connection: { state: 'connected' }, channels: { get: () => channel } };
  await instrumentAbly(ably, telemetry).channels.get().publish();

  telemetry.dropped('invalid_value');
  for (let region = 0; region <= 100; region++)
    telemetry.gauge('queue_jobs').set({ queue: `q${region}`, state: 's' }, 1);
}

describe('what is emitted', () => {
  let telemetry: Telemetry;
  let answer: Scrape;
  beforeAll(async () => {
    telemetry = startTelemetry({ ...quiet, ...common });
    await everything(telemetry);
    answer = await scrape(telemetry);
  });
  afterAll(() => telemetry.shutdown());

  it('is in the contract with this type', () => {
    expect(answer.types.size).toBeGreaterThan(20);
    for (const [name, type] of answer.types) {
      expect([name, type]).toEqual([name, contract[name as MetricName]?.type]);
    }
  });

  it('has the labels of the contract and the common ones, which always have a value', () => {
    for (const { name, labels } of answer.samples) {
      const definition = (contract as Record<string, MetricDefinition>)[
        name.replace(/_(bucket|sum|count)$/, '')
      ];
      const allowed = (definition ?? (contract as Record<string, MetricDefinition>)[name])?.labels ?? [];
      const extra = Object.keys(labels).filter(
        (label) => ![...commonLabels, ...allowed, 'le'].includes(label as never),
      );
      expect([name, extra]).toEqual([name, []]);
      expect([name, labels]).toEqual([name, expect.objectContaining(common)]);
    }
  });

  it('is everything that the contract says this package produces', () => {
    const producers: Producer[] = [
      'http',
      'http-client',
      'worker',
      'queue',
      'replicate',
      'postgres',
      'ably',
      'circuit-breaker',
      'telemetry',
      'runtime',
    ];
    const promised = Object.entries(contract).filter(([, { producer }]) => producers.includes(producer));
    const linuxOnly = process.platform === 'linux' ? [] : ['process_open_fds', 'process_max_fds'];
    const silent = promised
      .map(([name]) => name)
      .filter((name) => !answer.types.has(name) && !linuxOnly.includes(name));
    expect(silent).toEqual([]);
  });

  it('never is a metric that the contract says nothing produces', () => {
    const none = Object.entries(contract).filter(([, { producer }]) => producer === 'none');
    expect(none.filter(([name]) => answer.types.has(name))).toEqual([]);
  });
});
