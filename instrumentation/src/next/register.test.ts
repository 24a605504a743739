import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { otlpReceiver } from '../testing/otlp-receiver.js';
import { serve } from '../testing/serve.js';
import * as edge from './edge.js';
import * as node from './index.js';

const key = Symbol.for('attest.next');
const anywhere = globalThis as { [symbol: symbol]: unknown };
afterEach(() => {
  delete anywhere[key];
});

const off = { service: 'orders', drain: false } as const;

describe('register', () => {
  it('starts telemetry once, whatever asks', async () => {
    await node.register({ ...off, env: { ATTEST_METRICS_PORT: 'off' } });
    const first = node.getTelemetry();
    await node.register({ ...off, service: 'another', env: {} });
    expect(node.getTelemetry()).toBe(first);
    expect(edge.getTelemetry()).toBe(first);
    await first.shutdown();
  });

  it('does nothing while the application is built', async () => {
    await node.register({ env: { NEXT_PHASE: 'phase-production-build' } });
    expect(() => node.getTelemetry()).toThrow(expect.objectContaining({ code: 'not-registered' }));
  });

  it('refuses a wrong configuration with all its problems, in Node.js and at the edge', async () => {
    for (const { register } of [node, edge]) {
      const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'nowhere' };
      await expect(register({ env })).rejects.toMatchObject({
        problems: expect.arrayContaining([
          expect.stringContaining('OTEL_SERVICE_NAME'),
          expect.stringContaining('OTEL_EXPORTER_OTLP_ENDPOINT'),
        ]),
      });
    }
  });

  it.each([
    ['node', node],
    ['edge', edge],
  ] as const)('pushes what a function on Vercel recorded, with where it ran (%s)', async (_runtime, next) => {
    const receiver = await otlpReceiver();
    const env = {
      VERCEL: '1',
      VERCEL_REGION: 'dub1',
      VERCEL_ENV: 'preview',
      VERCEL_GIT_COMMIT_SHA: 'abc',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=production',
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'http/json',
    };
    await next.register({ ...off, env });
    const telemetry = next.getTelemetry();
    expect(telemetry.metricsPort).toBeUndefined();
    await (await next.withTelemetry('/api/x', () => new Response('body'))()).text();
    await telemetry.flush();
    const labels = {
      service: 'orders',
      region: 'eu-west-1',
      environment: 'production',
      http_route: '/api/x',
    };
    expect(receiver.value('http_server_request_duration_seconds_count', labels)).toBe(1);
    expect(receiver.value('build_info', { revision: 'abc' })).toBe(1);
    await telemetry.shutdown();
    await receiver.close();
  });
});

describe('health routes', () => {
  it('say that the process lives, and whether it can serve', async () => {
    await node.register({ ...off, env: { ATTEST_METRICS_PORT: 'off' } });
    let reachable = true;
    const ready = node.readyRoute({ database: () => reachable }, { cacheSeconds: 0 });
    expect(await (await node.healthRoute()).json()).toMatchObject({ status: 'ok', service: 'orders' });
    expect((await ready()).status).toBe(200);
    reachable = false;
    const not = await ready();
    expect([not.status, not.headers.get('cache-control')]).toEqual([503, 'no-store']);
    expect(await not.json()).toMatchObject({ checks: { database: { status: 'failed' } } });
    node.getTelemetry().lifecycle.startDraining();
    expect(await (await ready()).json()).toMatchObject({ status: 'draining' });
    await node.getTelemetry().shutdown();
  });
});

describe('onRequestError', () => {
  const where = [
    { path: '/orders/1', method: 'GET' },
    { routePath: '/orders/[id]', routeType: 'render' },
  ] as const;

  it('reports nothing, and breaks nothing, where telemetry has not been started', async () => {
    await node.onRequestError(new Error('x'), ...where);
  });

  it('has told Sentry when it resolves, since a function is frozen then', async () => {
    const envelopes: string[] = [];
    const sentry = await serve(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const zipped = request.headers['content-encoding'] === 'gzip';
      envelopes.push((zipped ? gunzipSync(body) : body).toString('utf8'));
      response.end('{}');
    });
    const env = { VERCEL: '1', SENTRY_DSN: `http://key@127.0.0.1:${sentry.port}/1` };
    await node.register({ ...off, traces: false, env });
    await node.onRequestError(new Error('the page fails'), ...where);
    expect(envelopes.join()).toContain('the page fails');
    expect(envelopes.join()).toContain('GET /orders/[id]');
    expect(envelopes.join()).not.toContain('/orders/1');
    await node.getTelemetry().shutdown();
    await sentry.close();
  });
});
