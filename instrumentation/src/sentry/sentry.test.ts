import { readFileSync } from 'node:fs';
import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import * as SentrySdk from '@sentry/node';
import express, { type Express, type Response } from 'express';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TelemetryOptions } from '../configuration/options.js';
import { instrumentExpress } from '../express/instrument-express.js';
import { startTelemetry } from '../start-telemetry.js';
import type { Telemetry } from '../telemetry.js';
import { quiet, type Served, serve } from '../testing/serve.js';
import { receiveTelemetry, type TelemetryReceiver } from '../testing/telemetry-receiver.js';

let receiver: TelemetryReceiver;
let telemetry: Telemetry;
let served: Served;

const secrets = {
  authorization: 'Bearer abcdefghijklmnop',
  cookie: 'session=c00kie-value',
  'x-forwarded-for': '203.0.113.77',
  'user-agent': 'secret-agent/7',
};
const told = [
  'c00kie-value',
  'abcdefghijklmnop',
  '203.0.113.77',
  'secret-agent',
  'b0dy-value',
  'qu3ry-value',
  '127.0.0.1',
];

async function start(routes: (app: Express) => void, more: Partial<TelemetryOptions> = {}): Promise<void> {
  telemetry = startTelemetry({
    ...quiet,
    revision: 'abc123',
    environment: 'staging',
    traces: { ratio: 1 },
    sentry: { profileRatio: 0 },
    env: {
      SENTRY_DSN: receiver.dsn,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    },
    ...more,
  });
  const app = express();
  instrumentExpress(app, telemetry);
  app.use(express.json());
  app.use((request, _response, next) => {
    if (request.query.user) telemetry.setUser(String(request.query.user));
    next();
  });
  routes(app);
  app.use((error: Error & { status?: number }, _request: unknown, response: Response, _next: unknown) => {
    response.status(error.status ?? 500).send();
  });
  served = await serve(app);
  await telemetry.load();
}

async function send(path: string): Promise<void> {
  const body = JSON.stringify({ password: 'b0dy-value' });
  const headers = { 'content-type': 'application/json', ...secrets };
  await (await fetch(served.url + path, { method: 'POST', headers, body })).arrayBuffer();
  await telemetry.lifecycle.idle();
}

function failing(app: Express): void {
  app.post('/orders/:id', () => {
    throw new Error('no order for ada@example.org', { cause: new Error('at postgres://u:p@db') });
  });
}

beforeEach(async () => {
  receiver = await receiveTelemetry();
});
afterEach(async () => {
  await served?.close();
  await telemetry?.shutdown();
  await receiver.close();
});

describe('an error', () => {
  it('is told with release, environment, route and trace, of the user the id, and nothing that was sent', async () => {
    await start(failing);
    await send('/orders/17?user=u-1&q=qu3ry-value');
    await telemetry.shutdown();
    const [event, ...others] = receiver.items('event');
    expect(others).toEqual([]);
    expect(event?.payload).toMatchObject({
      release: 'abc123',
      environment: 'staging',
      transaction: 'POST /orders/:id',
      user: { id: 'u-1' },
      exception: {
        values: [
          { type: 'Error', value: 'at postgres://[redacted]@db' },
          { type: 'Error', value: 'no order for [redacted]', mechanism: { type: 'attest', handled: false } },
        ],
      },
    });
    expect(Object.keys(event?.payload.user)).toEqual(['id']);
    expect(event?.payload.request).toBeUndefined();
    expect(event?.payload.breadcrumbs).toBeUndefined();
    const [server] = receiver.spans();
    expect(event?.payload.contexts.trace).toMatchObject({
      trace_id: server?.traceId,
      span_id: server?.spanId,
    });
    const everything = Buffer.concat(receiver.received.map(({ body }) => body)).toString();
    // The address at which the test's own Sentry listens is in the DSN of every envelope.
    const sent = everything.replaceAll(receiver.dsn, '');
    expect(told.filter((secret) => sent.includes(secret))).toEqual([]);
  });

  it('is told when it made the request fail, and only then', async () => {
    await start((app) => {
      app.post('/answered', () => {
        throw Object.assign(new Error('no such order'), { status: 404 });
      });
      app.post('/rejected', () => Promise.reject(new Error('rejected')));
      app.post('/passed-on', (_request, _response, next) => next(new Error('passed on')));
    });
    for (const path of ['/answered', '/rejected', '/passed-on']) await send(path);
    await telemetry.shutdown();
    const messages = receiver.items('event').map(({ payload }) => payload.exception.values[0].value);
    expect(messages).toEqual(['rejected', 'passed on']);
  });

  it('of a middleware, of a nested router and behind the last layer is told, too', async () => {
    telemetry = startTelemetry({ ...quiet, env: { SENTRY_DSN: receiver.dsn } });
    await telemetry.load();
    const app = instrumentExpress(express(), telemetry);
    app.set('env', 'test');
    const nested = express.Router();
    nested.post('/:id', () => {
      throw new Error('nested');
    });
    nested.use((_error: Error, _request: unknown, response: Response, _next: unknown) => {
      response.status(500).send();
    });
    app.use('/nested', nested);
    app.use(() => {
      throw new Error('middleware');
    });
    served = await serve(app);
    await send('/nested/1');
    await send('/');
    await telemetry.shutdown();
    const told = receiver
      .items('event')
      .map(({ payload }) => [payload.transaction, payload.exception.values[0].value]);
    expect(told).toEqual([
      ['POST /nested/:id', 'nested'],
      ['POST unmatched', 'middleware'],
    ]);
  });

  it('keeps to its own user, whatever another request has left behind', async () => {
    await start(failing);
    SentrySdk.setUser({ id: 'somebody else', email: 'else@example.org', ip_address: '203.0.113.5' });
    await send('/orders/1');
    await telemetry.shutdown();
    const [event] = receiver.items('event');
    expect(event?.payload.user).toBeUndefined();
    SentrySdk.setUser(null);
  });

  it('that a service captures itself has the trace and the user of the request', async () => {
    await start((app) => {
      app.post('/', (_request, response) => {
        SentrySdk.captureException(new Error('captured'));
        telemetry.reportError(new Error('reported'), { tags: { part: 'stock' } });
        response.send('ok');
      });
    });
    await send('/?user=u-2');
    await telemetry.shutdown();
    const [server] = receiver.spans();
    const events = receiver.items('event').map(({ payload }) => payload);
    expect(events.map(({ exception }) => exception.values[0].value)).toEqual(['captured', 'reported']);
    for (const { user, contexts } of events) {
      expect([user, contexts.trace.trace_id]).toEqual([{ id: 'u-2' }, server?.traceId]);
    }
    expect(events[1]?.tags).toMatchObject({ part: 'stock' });
  });

  it('that comes before Sentry is loaded waits for it', async () => {
    telemetry = startTelemetry({ ...quiet, env: { SENTRY_DSN: receiver.dsn } });
    telemetry.reportError(new Error('early'));
    await telemetry.shutdown();
    expect(receiver.items('event').map(({ payload }) => payload.exception.values[0].value)).toEqual([
      'early',
    ]);
  });
});

describe('a transaction', () => {
  it('is the SERVER span, with the spans below it, under one trace and one traceparent', async () => {
    const carrier: Record<string, string> = {};
    await start((app) => {
      app.post('/orders/:id', (_request, response) => {
        propagation.inject(context.active(), carrier);
        trace
          .getTracer('service')
          .startSpan('select', { kind: SpanKind.CLIENT, attributes: { 'db.system.name': 'postgresql' } })
          .end();
        response.send('ok');
      });
    });
    await send('/orders/1?user=u-3');
    await telemetry.shutdown();
    const [transaction, ...others] = receiver.items('transaction');
    expect(others).toEqual([]);
    const servers = receiver.spans().filter(({ kind }) => kind === 2);
    expect(servers).toHaveLength(1);
    const { traceId, spanId } = servers[0] as (typeof servers)[number];
    expect(Object.keys(carrier)).toEqual(['traceparent']);
    expect(carrier.traceparent).toBe(`00-${traceId}-${spanId}-01`);
    const { payload, header } = transaction as NonNullable<typeof transaction>;
    expect(payload).toMatchObject({
      type: 'transaction',
      transaction: 'POST /orders/:id',
      transaction_info: { source: 'route' },
      release: 'abc123',
      environment: 'staging',
      user: { id: 'u-3' },
      contexts: { trace: { trace_id: traceId, span_id: spanId, op: 'http.server', status: 'ok' } },
    });
    expect(payload.timestamp).toBeGreaterThan(payload.start_timestamp);
    expect(header.trace).toMatchObject({ trace_id: traceId, sample_rate: '1', sampled: 'true' });
    expect(payload.spans).toHaveLength(1);
    expect(payload.spans[0]).toMatchObject({
      description: 'select',
      op: 'db',
      parent_span_id: spanId,
      trace_id: traceId,
    });
  });

  it('is made of one request in ten, an error of each that fails', async () => {
    await start(failing, { traces: {} });
    const requests = 400;
    for (let index = 0; index < requests / 20; index++) {
      await Promise.all(Array.from({ length: 20 }, () => send('/orders/1')));
      // What counts here is the share that is told, not how much waits.
      await vi.waitUntil(() => receiver.items('event').length === (index + 1) * 20, { timeout: 10_000 });
    }
    await telemetry.shutdown();
    expect(receiver.items('event')).toHaveLength(requests);
    const transactions = receiver.items('transaction').length;
    expect(Math.abs(transactions - requests * 0.1)).toBeLessThan(6 * Math.sqrt(requests * 0.1 * 0.9));
  });

  it('is not made where spans go elsewhere and nobody wants it', async () => {
    await start(failing, { sentry: { transactions: false } });
    await send('/orders/1');
    await telemetry.shutdown();
    expect(receiver.items('transaction')).toEqual([]);
    expect(receiver.items('event')).toHaveLength(1);
    expect(receiver.spans()).toHaveLength(1);
  });

  it('brings its profile along when it is profiled, at most one a minute', async () => {
    await start(
      (app) => {
        app.post('/busy', (_request, response) => {
          busy();
          response.send('ok');
        });
      },
      { sentry: { profileRatio: 1 } },
    );
    await send('/busy');
    await send('/busy');
    const metrics = await telemetry.metrics();
    await telemetry.shutdown();
    const [profile, ...others] = receiver.items('profile');
    expect(others).toEqual([]);
    const [transaction] = receiver.items('transaction');
    expect(profile?.header.event_id).toBe(transaction?.header.event_id);
    const { payload } = profile as NonNullable<typeof profile>;
    expect(payload).toMatchObject({
      version: '1',
      platform: 'node',
      release: 'abc123',
      environment: 'staging',
      transaction: {
        name: 'POST /busy',
        id: transaction?.header.event_id,
        trace_id: transaction?.payload.contexts.trace.trace_id,
      },
    });
    const { frames, stacks, samples } = payload.profile;
    expect(frames.map((frame: { function: string }) => frame.function)).toContain('busy');
    for (const { stack_id } of samples)
      expect(stacks[stack_id].every((frame: number) => frames[frame])).toBe(true);
    expect(metrics).toMatch(/telemetry_dropped_total\{.*signal="profiles",reason="rate_limited".*\} 1/);
  });
});

describe('Sentry', () => {
  it('is imported in one place and only when it is wanted', () => {
    const source = readFileSync(new URL('./start-sentry.ts', import.meta.url), 'utf8');
    expect(source).toMatch(/await import\([^)]*'@sentry\/node'\)/);
    expect(source).toContain('initWithoutDefaultIntegrations');
    expect(source).toContain('enableOpenTelemetrySetup: false');
  });

  it('hooks into nothing and adds no listener', async () => {
    const listeners = () =>
      ['uncaughtException', 'unhandledRejection'].map((event) => process.listenerCount(event));
    const [uncaught = 0, unhandled] = listeners();
    await start(failing);
    const client = SentrySdk.getClient();
    expect(client?.getIntegrationNames().sort()).toEqual(['LinkedErrors', 'OpenTelemetry']);
    // Ours, which sends what is left before the process ends.
    expect(listeners()).toEqual([uncaught + 1, unhandled]);
  });
});

function busy(): number {
  const endMs = performance.now() + 100;
  let sum = 0;
  while (performance.now() < endMs) sum += Math.sqrt(sum + 1);
  return sum;
}
