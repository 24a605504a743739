import { afterEach, describe, expect, it } from 'vitest';
import { startTelemetry } from '../start-telemetry.js';
import { scrape } from '../testing/scrape.js';
import { quiet } from '../testing/serve.js';
import { withTelemetry } from './with-telemetry.js';

const count = 'http_server_request_duration_seconds_count';
const key = Symbol.for('attest.next');
const platform = Symbol.for('@vercel/request-context');
const anywhere = globalThis as { [symbol: symbol]: unknown };

/** What `register` shares with every copy of this package in the process. */
function setUp(freezes = false) {
  const telemetry = startTelemetry(quiet);
  let flushed = 0;
  const flush = async (): Promise<void> => {
    flushed += 1;
  };
  anywhere[key] = { telemetry: { ...telemetry, flush }, freezes };
  const recorded = async (): Promise<string[]> =>
    (await scrape(telemetry))
      .find(count)
      .map(({ labels, value }) =>
        [
          labels.http_request_method,
          labels.http_route,
          labels.http_response_status_code,
          labels.error_type,
          value,
        ].join(' '),
      );
  return { telemetry, recorded, flushes: () => flushed };
}

afterEach(() => {
  delete anywhere[key];
  delete anywhere[platform];
});

const get = (signal?: AbortSignal): Request =>
  new Request('http://localhost/api/orders/1', signal ? { signal } : {});

const thrown = (digest: string) => Object.assign(new Error('thrown'), { digest });

describe('a route handler with telemetry', () => {
  it('keeps what it takes and returns, and is counted under its template', async () => {
    const { telemetry, recorded } = setUp();
    const handler = withTelemetry('/api/orders/[id]', async (request: Request, context: { id: string }) =>
      Response.json({ url: request.url, ...context }, { status: 201, headers: { 'x-own': '1' } }),
    );
    const response = await handler(get(), { id: '1' });
    expect(telemetry.lifecycle.active).toBe(1);
    expect([response.status, response.headers.get('x-own')]).toEqual([201, '1']);
    expect(await response.json()).toEqual({ url: 'http://localhost/api/orders/1', id: '1' });
    expect(await recorded()).toEqual(['GET /api/orders/[id] 201  1']);
    expect(telemetry.lifecycle.active).toBe(0);
    expect((await scrape(telemetry)).value('http_server_active_requests')).toBe(0);
  });

  it.each([
    ['redirect()', thrown('NEXT_REDIRECT;replace;/to;more;307;'), '307 '],
    ['permanentRedirect()', thrown('NEXT_REDIRECT;replace;/to;308;'), '308 '],
    ['notFound()', thrown('NEXT_HTTP_ERROR_FALLBACK;404'), '404 '],
    ['forbidden()', thrown('NEXT_HTTP_ERROR_FALLBACK;403'), '403 '],
    ['notFound() of older versions', thrown('NEXT_NOT_FOUND'), '404 '],
    ['an error', new Error('fails'), '500 500'],
    ['an error that looks like a redirect', thrown('NEXT_REDIRECT;nonsense'), '307 '],
    ['nothing', undefined, '500 500'],
  ])('passes %s through, and counts what Next.js answers', async (_what, error, expected) => {
    const { recorded } = setUp();
    const handler = withTelemetry('/api/x', () => {
      throw error;
    });
    await expect((handler as (request: Request) => Promise<never>)(get())).rejects.toBe(error);
    expect(await recorded()).toEqual([`GET /api/x ${expected} 1`]);
  });

  it('lasts as long as its stream, which is read no faster than it is asked for', async () => {
    const { recorded } = setUp();
    let pulled = 0;
    const stream = new ReadableStream(
      {
        pull(controller) {
          pulled += 1;
          controller.enqueue(new TextEncoder().encode(String(pulled)));
          if (pulled === 3) controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const response = await withTelemetry('/api/stream', () => new Response(stream))();
    const reader = response.body?.getReader();
    await reader?.read();
    expect(pulled).toBe(1);
    expect(await recorded()).toEqual([]);
    while (!(await reader?.read())?.done);
    expect(await recorded()).toEqual(['_OTHER /api/stream 200  1']);
  });

  it('counts a client that goes away as 499, whether it is during the handler or during the stream', async () => {
    const { recorded, telemetry } = setUp();
    const client = new AbortController();
    const slow = withTelemetry('/api/slow', async (_request: Request) => {
      client.abort();
      return new Response('too late');
    });
    await slow(get(client.signal));
    let cancelled: unknown;
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1)),
      cancel: (reason) => {
        cancelled = reason;
      },
    });
    const response = await withTelemetry('/api/stream', (_request: Request) => new Response(endless))(get());
    await response.body?.cancel('gone');
    expect(cancelled).toBe('gone');
    expect(await recorded()).toEqual(['GET /api/slow 499 aborted 1', 'GET /api/stream 499 aborted 1']);
    expect(telemetry.lifecycle.active).toBe(0);
  });

  it('counts a stream that fails as an error, and passes the error on', async () => {
    const { recorded } = setUp();
    const failing = new ReadableStream({
      pull() {
        throw new Error('source is gone');
      },
    });
    const response = await withTelemetry('/api/stream', (_request: Request) => new Response(failing))(get());
    await expect(response.text()).rejects.toThrow('source is gone');
    expect(await recorded()).toEqual(['GET /api/stream 500 500 1']);
  });

  it('counts answers without a body, HEAD, and no answer at all', async () => {
    const { recorded } = setUp();
    const handler = withTelemetry('/api/x', (request: Request) => {
      if (request.method === 'PUT') return undefined as unknown as Response;
      return request.method === 'HEAD' ? new Response('left out') : new Response(null, { status: 204 });
    });
    for (const method of ['GET', 'HEAD', 'PUT', 'PURGE']) {
      await handler(new Request('http://localhost', { method }));
    }
    expect((await recorded()).sort()).toEqual([
      'GET /api/x 204  1',
      'HEAD /api/x 200  1',
      'PUT /api/x 500 500 1',
      '_OTHER /api/x 204  1',
    ]);
  });

  it('keeps a function awake until what was recorded has been sent', async () => {
    const { flushes } = setUp(true);
    const promised: Promise<unknown>[] = [];
    anywhere[platform] = {
      get: () => ({ waitUntil: (promise: Promise<unknown>) => promised.push(promise) }),
    };
    const response = await withTelemetry('/api/x', (_request: Request) => new Response('body'))(get());
    await Promise.resolve();
    expect([promised.length, flushes()]).toEqual([1, 0]);
    await response.text();
    await promised[0];
    expect(flushes()).toBe(1);
  });

  it('does its work where nobody registered telemetry', async () => {
    const handler = withTelemetry('/api/x', (_request: Request) => new Response('body'));
    expect(await (await handler(get())).text()).toBe('body');
  });

  it('says what it was not given', () => {
    expect(() => withTelemetry('orders', () => new Response())).toThrow('a route and its handler');
    expect(() => withTelemetry('/api/x', undefined as never)).toThrow('a route and its handler');
  });
});
