import { createServer, request as httpRequest, type RequestListener, type Server } from 'node:http';
import { Pool } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { forward, type Outcome } from './forward.js';
import { closeServer, listenOnLoopback } from './listen.js';
import { collectBody } from './request-body.js';

const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

async function listen(listener: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(listener);
  const url = `http://127.0.0.1:${await listenOnLoopback(server)}`;
  open.push(() => closeServer(server));
  return { server, url };
}

/** A proxy before `upstream`, with the outcomes it reported. */
async function proxyBefore(upstream: RequestListener, timeoutMs = 5000) {
  const { url: origin } = await listen(upstream);
  const dispatcher = new Pool(origin);
  open.push(() => dispatcher.destroy());
  const outcomes: Outcome[] = [];
  const { url } = await listen((request, response) => {
    collectBody(request, (body) => {
      const onEnd = (outcome: Outcome) => outcomes.push(outcome);
      const answerHeaders = { 'x-attest-origin': 'here' };
      if (body !== 'too-large') {
        forward(request, response, { dispatcher, origin, body, timeoutMs, answerHeaders, onEnd });
      }
    });
  });
  return { url, outcomes };
}

describe('forwarding a request', () => {
  it('passes method, path, headers and body on, and status, headers and body back', async () => {
    const { url, outcomes } = await proxyBefore((request, response) => {
      collectBody(request, (body) => {
        response.writeHead(201, { 'x-revision': 'r1', 'content-type': 'application/json' });
        const { method, url, headers } = request;
        response.end(JSON.stringify({ method, url, key: headers['idempotency-key'], body: String(body) }));
      });
    });
    const answer = await fetch(`${url}/a?b=c`, {
      method: 'POST',
      body: 'text',
      headers: { 'idempotency-key': 'k1' },
    });
    expect([answer.status, answer.headers.get('x-revision'), answer.headers.get('x-attest-origin')]).toEqual([
      201,
      'r1',
      'here',
    ]);
    expect(await answer.json()).toEqual({ method: 'POST', url: '/a?b=c', key: 'k1', body: 'text' });
    expect(outcomes).toEqual([{ status: 201, errorType: undefined, answeredByUpstream: true }]);
  });

  it('passes an answer without a body and one in pieces', async () => {
    const { url } = await proxyBefore((request, response) => {
      if (request.url === '/empty') response.writeHead(204).end();
      else {
        response.write('one,');
        setImmediate(() => response.end('two'));
      }
    });
    expect((await fetch(`${url}/empty`)).status).toBe(204);
    expect(await (await fetch(`${url}/pieces`)).text()).toBe('one,two');
  });

  it('answers 504 when the upstream does not answer in time', async () => {
    const { url, outcomes } = await proxyBefore(() => {}, 50);
    const answer = await fetch(url);
    expect([answer.status, await answer.json()]).toEqual([504, { error: 'timeout' }]);
    expect(outcomes).toEqual([{ status: 504, errorType: 'timeout', answeredByUpstream: false }]);
  });

  it('cuts an answer off that stops half-way', async () => {
    const { url } = await proxyBefore((_request, response) => void response.write('half'), 50);
    const answer = await fetch(url);
    await expect(answer.text()).rejects.toThrow();
  });

  it('sends a request once, even when the upstream hangs up on it', async () => {
    let received = 0;
    const { url, outcomes } = await proxyBefore((request) => {
      received += 1;
      request.socket.destroy();
    });
    expect((await fetch(url)).status).toBe(502);
    expect(received).toBe(1);
    expect(outcomes.map(({ errorType }) => errorType)).toEqual(['connection_error']);
  });

  it('lets go of the upstream when the client leaves', async () => {
    let arrived = () => {};
    const underway = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let left = () => {};
    const gone = new Promise<void>((resolve) => {
      left = resolve;
    });
    const { url, outcomes } = await proxyBefore((_request, response) => {
      response.once('close', left);
      arrived();
    });
    const client = httpRequest(url).on('error', () => {});
    client.end();
    await underway;
    client.destroy();
    await gone;
    expect(outcomes).toEqual([{ status: 499, errorType: 'client_closed', answeredByUpstream: false }]);
  });
});
