import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import express, { type Express } from 'express';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TelemetryOptions } from '../configuration/options.js';
import { instrumentExpress } from '../express/instrument-express.js';
import { startTelemetry } from '../start-telemetry.js';
import type { Telemetry } from '../telemetry.js';
import { quiet, type Served, serve } from '../testing/serve.js';
import { type OtlpSpan, receiveTelemetry, type TelemetryReceiver } from '../testing/telemetry-receiver.js';

const caller = { trace: '0af7651916cd43dd8448eb211c80319c', span: 'b7ad6b7169203331' };
const traceparent = (sampled: boolean) => `00-${caller.trace}-${caller.span}-0${sampled ? 1 : 0}`;

let receiver: TelemetryReceiver;
let telemetry: Telemetry;
let served: Served;

async function start(ratio: number, routes: (app: Express) => void, more: Partial<TelemetryOptions> = {}) {
  telemetry = startTelemetry({
    ...quiet,
    traces: { ratio },
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b',
      OTEL_RESOURCE_ATTRIBUTES: 'cloud.region=eu-west-1,team=orders',
    },
    ...more,
  });
  await telemetry.load();
  const app = instrumentExpress(express(), telemetry);
  routes(app);
  served = await serve(app);
}

async function get(path: string, headers: Record<string, string> = {}): Promise<string> {
  return (await fetch(served.url + path, { headers })).text();
}

async function exported() {
  await telemetry.lifecycle.idle();
  await telemetry.tracing?.flush();
  return receiver.spans();
}

beforeEach(async () => {
  receiver = await receiveTelemetry();
});
afterEach(async () => {
  await served?.close();
  await telemetry?.shutdown();
  await receiver.close();
  vi.restoreAllMocks();
});

describe('a recorded request', () => {
  it('has one SERVER span, named after its route, under which everything nests that uses the API', async () => {
    await start(1, (app) => {
      app.get('/orders/:id', async (_request, response) => {
        await new Promise((resolve) => setImmediate(resolve));
        await trace.getTracer('service').startActiveSpan('load', async (span) => {
          await Promise.resolve();
          trace.getTracer('library').startSpan('query').end();
          span.end();
        });
        response.send('ok');
      });
    });
    await get('/orders/1?token=secret');
    const spans = await exported();
    const [query, load, server, ...others] = spans;
    expect(others).toEqual([]);
    expect(server).toMatchObject({ name: 'GET /orders/:id', kind: 2 });
    expect(load).toMatchObject({ name: 'load', traceId: server?.traceId, parentSpanId: server?.spanId });
    expect(query).toMatchObject({ name: 'query', traceId: server?.traceId, parentSpanId: load?.spanId });
    expect(server?.attributes).toEqual({
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'http.route': '/orders/:id',
      'network.protocol.version': '1.1',
      'url.path': '/orders/1',
      'url.scheme': 'http',
    });
    expect(server?.resource).toMatchObject({
      'service.name': 'test',
      'cloud.region': 'eu-west-1',
      'deployment.environment.name': 'unknown',
      team: 'orders',
    });
    expect(receiver.received[0]?.headers['x-key']).toBe('a b');
  });

  it('is the same whether somebody has asked for its span or not, and keeps it after its end', async () => {
    const late: (string | undefined)[] = [];
    await start(1, (app) => {
      app.get('/orders/:id', (request, response) => {
        telemetry.setUser('u-1');
        if (request.params.id === 'asked') trace.getActiveSpan();
        response.on('close', () => late.push(trace.getActiveSpan()?.spanContext().spanId));
        response.status(503).send('no');
      });
    });
    for (const order of ['unasked', 'asked']) {
      await get(`/orders/${order}`, { traceparent: traceparent(true), tracestate: 'vendor=1' });
    }
    const [unasked, asked, ...others] = await exported();
    expect(others).toEqual([]);
    expect(late).toEqual([unasked?.spanId, asked?.spanId]);
    const rest = ({
      spanId: _,
      startTimeUnixNano: _start,
      endTimeUnixNano: _end,
      ...same
    }: typeof asked & object) => ({
      ...same,
      attributes: { ...same.attributes, 'url.path': undefined },
    });
    expect(rest(unasked as never)).toEqual(rest(asked as never));
    for (const { startTimeUnixNano: begun, endTimeUnixNano: ended } of [unasked, asked] as OtlpSpan[]) {
      expect(Number(begun)).toBeGreaterThan((Date.now() - 60_000) * 1e6);
      expect(BigInt(ended)).toBeGreaterThan(BigInt(begun));
    }
  });

  it('continues the trace of its caller', async () => {
    await start(0, (app) => app.get('/', (_request, response) => void response.send('ok')));
    await get('/', { traceparent: traceparent(true), tracestate: 'vendor=1' });
    const [server, ...others] = await exported();
    expect(others).toEqual([]);
    expect(server).toMatchObject({
      traceId: caller.trace,
      parentSpanId: caller.span,
      traceState: 'vendor=1',
    });
  });

  it('says what failed, without what is secret', async () => {
    await start(1, (app) => {
      app.get('/fails', () => {
        throw new Error('connect postgres://u:p@db failed');
      });
      app.use((_error: Error, _request: unknown, response: express.Response, _next: unknown) => {
        response.status(503).send();
      });
    });
    await get('/fails');
    const [server] = await exported();
    expect(server?.status.code).toBe(SpanStatusCode.ERROR);
    expect(server?.attributes).toMatchObject({ 'error.type': '503', 'http.response.status_code': 503 });
    expect(JSON.stringify(server?.events)).toContain('connect postgres://[redacted]@db failed');
    expect(JSON.stringify(server)).not.toContain('u:p@');
  });

  it('loses what other instrumentations record of people', async () => {
    await start(1, (app) => {
      app.get('/', (_request, response) => {
        const attributes = {
          'http.request.header.cookie': 'a=b',
          'url.full': 'https://a.example/?q=1',
          kept: 1,
        };
        trace.getTracer('other').startSpan('call', { attributes, kind: SpanKind.CLIENT }).end();
        response.send('ok');
      });
    });
    await get('/');
    const call = (await exported()).find(({ name }) => name === 'call');
    expect(call?.attributes).toEqual({ 'url.full': 'https://a.example/?[redacted]', kept: 1 });
  });

  it('is an exemplar of its bucket for those who ask for OpenMetrics', async () => {
    await start(1, (app) => app.get('/', (_request, response) => void response.send('ok')), {
      metricsPort: 0,
      metricsHost: '127.0.0.1',
    });
    await get('/');
    const [server] = await exported();
    const url = `http://127.0.0.1:${await telemetry.listening}/metrics`;
    const accept = 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5';
    const open = await fetch(url, { headers: { accept } });
    expect(open.headers.get('content-type')).toContain('application/openmetrics-text; version=1.0.0');
    const text = await open.text();
    expect(text).toContain(` # {trace_id="${server?.traceId}",span_id="${server?.spanId}"} 0.`);
    expect(text).toMatch(/^# TYPE process_cpu_seconds counter$/m);
    expect(text).toMatch(/^process_cpu_seconds_total\{.*\} [\d.]+$/m);
    expect(text.endsWith('# EOF\n')).toBe(true);
    const plain = await (await fetch(url)).text();
    expect(plain).not.toContain('trace_id');
    expect(plain).toMatch(/^# TYPE process_cpu_seconds_total counter$/m);
    expect(plain).toMatch(/^process_cpu_seconds_total\{.*\} [\d.]+$/m);
  });
});

describe('a request that is not recorded', () => {
  it('makes no span object, not even one that records nothing, as long as nobody asks', async () => {
    await start(0, (app) => app.get('/', (_request, response) => void response.send('ok')));
    const wrapped = vi.spyOn(trace, 'wrapSpanContext');
    const contexts = vi.spyOn(trace, 'setSpanContext');
    for (let index = 0; index < 20; index++)
      await get('/', index % 2 ? { traceparent: traceparent(false) } : {});
    expect(await exported()).toEqual([]);
    expect(wrapped).not.toHaveBeenCalled();
    expect(contexts).not.toHaveBeenCalled();
  });

  it('passes its trace on all the same, and its baggage', async () => {
    const carriers: Record<string, string>[] = [];
    await start(0, (app) => {
      app.get('/', async (_request, response) => {
        await Promise.resolve();
        const carrier = {};
        propagation.inject(context.active(), carrier);
        carriers.push(carrier);
        expect(trace.getActiveSpan()?.isRecording()).toBe(false);
        trace.getTracer('service').startSpan('child').end();
        response.send('ok');
      });
    });
    await get('/', { traceparent: traceparent(false), tracestate: 'vendor=1', baggage: 'tenant=t-1' });
    await get('/');
    expect(await exported()).toEqual([]);
    const [continued, begun] = carriers;
    expect(continued?.traceparent).toMatch(
      new RegExp(`^00-${caller.trace}-(?!${caller.span})[0-9a-f]{16}-00$`),
    );
    expect(continued).toMatchObject({ tracestate: 'vendor=1', baggage: 'tenant=t-1' });
    expect(begun?.traceparent).toMatch(/^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  });

  it('begins a trace where the header of its caller is none', async () => {
    await start(1, (app) => app.get('/', (_request, response) => void response.send('ok')));
    await get('/', { traceparent: `00-${'0'.repeat(32)}-${caller.span}-00` });
    const [server] = await exported();
    expect(server?.traceId).not.toMatch(/^0+$/);
  });
});

describe('a part of the SDK that throws', () => {
  it.each([
    ['for a span that a service asks for', () => void trace.getActiveSpan()],
    [
      'for an error',
      () => {
        throw new Error('wrong');
      },
    ],
  ])('%s breaks no request, and the span is counted as lost', async (_what, answer) => {
    await start(1, (app) => {
      app.get('/', (_request, response) => {
        answer();
        response.send('ok');
      });
      app.use((_error: Error, _request: unknown, response: express.Response, _next: unknown) => {
        response.status(500).send('ok');
      });
    });
    const broken = vi.spyOn(trace, 'setSpanContext').mockImplementation(() => {
      throw new Error('broken');
    });
    expect(await get('/', { traceparent: traceparent(true) })).toBe('ok');
    await telemetry.lifecycle.idle();
    broken.mockRestore();
    expect(await telemetry.metrics()).toMatch(
      /telemetry_dropped_total\{.*signal="traces",reason="failed".*\} 1/,
    );
  });
});

describe('the ten per cent', () => {
  it('are ten per cent', async () => {
    telemetry = startTelemetry({ ...quiet, env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url } });
    await telemetry.load();
    const request = { headers: {}, socket: {}, url: '/', httpVersion: '1.1' } as never;
    let sampled = 0;
    for (let index = 0; index < 20_000; index++) {
      const begun = telemetry.tracing?.begin(request, 'GET');
      if (begun?.sampled) sampled++;
    }
    // Six standard deviations.
    expect(Math.abs(sampled - 2000)).toBeLessThan(6 * Math.sqrt(20_000 * 0.1 * 0.9));
  });
});

describe('the fields for a log', () => {
  it('are those of the active span, recorded or not, and none outside of a request', async () => {
    const seen: object[] = [];
    for (const ratio of [0, 1]) {
      await start(ratio, (app) => {
        app.get('/', (_request, response) => {
          seen.push({ ...telemetry.logFields(), active: trace.getActiveSpan()?.spanContext().traceId });
          response.send('ok');
        });
      });
      await get('/');
      await telemetry.shutdown();
      await served.close();
    }
    const [unrecorded, recorded] = seen as { trace_id: string; active: string }[];
    expect(unrecorded).toMatchObject({ trace_flags: '00', trace_id: unrecorded?.active });
    expect(recorded).toMatchObject({ trace_flags: '01', trace_id: recorded?.active });
    expect(telemetry.logFields()).toEqual({});
  });
});

describe('traces', () => {
  it('are left to another SDK where there is one, which is said', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    trace.setGlobalTracerProvider(new TracerProvider());
    telemetry = startTelemetry({ ...quiet, env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url } });
    await expect(telemetry.load()).rejects.toMatchObject({ code: 'traces-already-registered' });
    expect(telemetry.tracing).toBeUndefined();
    expect(warned).toHaveBeenCalledOnce();
    trace.disable();
  });

  it.each([
    [{ env: {} }],
    [{ traces: false, env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' } }],
    [{ env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_TRACES_EXPORTER: 'none' } }],
    [{ env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', ATTEST_DISABLED: '1' } }],
  ] as const)('are off with %j', async (options) => {
    telemetry = startTelemetry({ ...quiet, ...options });
    await telemetry.load();
    expect(telemetry.tracing).toBeUndefined();
    expect(telemetry.logFields()).toEqual({});
  });
});
