import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { CapacityPlan, PlannedRequest } from './plan.js';
import { probeTarget } from './probe-target.js';
import { sendHttp } from './send-http.js';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const mix: PlannedRequest[] = [
  { operation: 'read', share: 1, method: 'GET', path: '/things', expects: 'json' },
  { operation: 'write', share: 1, method: 'POST', path: '/things', expects: 'json' },
];
const path: PlannedRequest[] = [{ operation: 'plain', share: 1, method: 'GET', path: '/', expects: 'json' }];

const plan = (requests: PlannedRequest[]): CapacityPlan => ({
  run: 'r',
  service: 'api',
  requests,
  promised: { errorRatio: 0.05, p99Ms: 1000 },
  requestsPerSecond: 1,
  peakRequestsPerSecond: 1,
});

const probe = (baseUrl: string, requests = mix, more = {}) =>
  probeTarget({
    plan: plan(requests),
    baseUrl,
    headers: {},
    content: 'x',
    send: sendHttp(2000, () => performance.now()),
    ...more,
  });

let id = 0;
const good: RequestListener = (request, response) => {
  if (request.method === 'POST') id += 1;
  response.writeHead(200, { 'content-type': 'application/json', 'x-revision': 'r1' }).end(`{"id":"${id}"}`);
};
const json = (status: number, headers: Record<string, string>, body: string): RequestListener => {
  return (_request, response) => void response.writeHead(status, headers).end(body);
};

/** Servers that are not what they seem; each with words that the reason must hold. */
const liars: [liar: string, answer: RequestListener, says: RegExp][] = [
  ['a login page behind a redirect', json(302, { location: '/login' }, ''), /redirect.*302, to \/login/],
  ['a redirect to itself', json(307, { location: '/things' }, ''), /redirect/],
  ['HTML', json(200, { 'content-type': 'text/html' }, '<html>'), /HTML.*text\/html/],
  ['401 everywhere', json(401, { 'content-type': 'application/json' }, '{}'), /401.*ATTEST_AUTH_HEADER/],
  ['the wrong path', json(404, { 'content-type': 'application/json' }, '{}'), /4xx \(status 404\)/],
  [
    '200 with an error in the body',
    json(200, { 'content-type': 'application/json' }, '{"error":{"code":"x"}}'),
    /error in the body/,
  ],
  ['half a body', json(200, { 'content-type': 'application/json' }, '{"id":'), /not whole JSON/],
  ['no body', json(200, { 'content-type': 'application/json' }, ''), /without a body/],
  ['a cache', json(200, { 'content-type': 'application/json', age: '3' }, '{"id":"1"}'), /cache \(Age\)/],
  ['a full target', json(503, {}, ''), /503/],
  ['a cut connection', (request) => void request.socket.destroy(), /cut/],
];

describe('the first contact with a target', () => {
  it('writes each time with a key of its own, also where a plan writes differently to one path', async () => {
    const used = new Map<string, string>();
    const url = await serve((request, response) => {
      const key = String(request.headers['idempotency-key']);
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        const isReused = request.method === 'POST' && (used.get(key) ?? body) !== body;
        used.set(key, body);
        if (isReused) json(422, { 'content-type': 'application/json' }, '{}')(request, response);
        else good(request, response);
      });
    });
    const write = { operation: 'write', share: 1, method: 'POST', path: '/things', expects: 'json' } as const;
    const { target } = await probe(url, [write, { ...write, body: { requested: ['generation'] } }]);
    expect(target.problems).toEqual([]);
    expect(used.size).toBe(20);
  });

  it.each(liars)('finds %s unfit to be loaded', async (_liar, answer, says) => {
    const { target } = await probe(await serve(answer));
    expect(target.problems.join(' ')).toMatch(says);
  });

  it('says that nothing listens, and that a name has no address', async () => {
    const gone = await serve(good);
    open.pop()?.close();
    expect((await probe(gone)).target.problems.join(' ')).toMatch(/nothing listens there \(.*ECONNREFUSED/);
    const send = async () => ({
      status: 0,
      errorCode: 1101,
      error: 'ENOTFOUND',
      contentType: '',
      body: undefined,
      ms: 1,
      header: () => undefined,
    });
    expect((await probe('http://nowhere.invalid', mix, { send })).target.problems.join(' ')).toMatch(
      /no address/,
    );
  });

  it('says that a server without TLS is one', async () => {
    const url = (await serve(good)).replace('http:', 'https:');
    expect((await probe(url)).target.problems.join(' ')).toMatch(/TLS handshake failed \([^\n]{5,100}\)/);
  });

  it('finds a good one fit, writes what reads will ask for, and reads its revision', async () => {
    const { target, plan: probed } = await probe(await serve(good));
    expect(target).toMatchObject({ problems: [], notes: [], revision: 'r1' });
    expect(probed.ids?.['/things']).toHaveLength(10);
    expect(probed.revision).toBe('r1');
  });

  it('refuses another revision than the one that was to be measured', async () => {
    const { target } = await probe(await serve(good), mix, { expectedRevision: 'r2' });
    expect(target.problems.join(' ')).toMatch(/revision r1, and r2 was to be measured/);
  });

  it('sees two revisions behind one address', async () => {
    let asked = 0;
    const { target } = await probe(
      await serve((_request, response) => {
        asked += 1;
        response
          .writeHead(200, { 'content-type': 'application/json', 'x-revision': `r${asked % 2}` })
          .end(`{"id":"${asked}"}`);
      }),
    );
    expect(target.problems.join(' ')).toMatch(/several revisions/);
  });

  it('reads revision and start from metrics', async () => {
    const metrics = 'process_start_time_seconds 1700000000.5\nbuild_info{version="1",revision="abc"} 1\n';
    const url = await serve((request, response) => {
      if (request.url === '/metrics') response.end(metrics);
      else response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
    const { target } = await probe(url, path, { metricsUrl: `${url}/metrics` });
    expect(target).toMatchObject({ revision: 'abc', processStart: 1700000000.5, problems: [] });
  });

  it('expects of a named path what it answers first, but never HTML', async () => {
    const text = await probe(await serve(json(200, { 'content-type': 'text/plain' }, 'ok')), path);
    expect(text.target).toMatchObject({ problems: [], notes: [expect.stringMatching(/text\/plain/)] });
    expect(text.plan.requests[0]?.expects).toBe('text/plain');
    const html = await probe(await serve(json(200, { 'content-type': 'text/html' }, '<p>')), path);
    expect(html.target.problems).toHaveLength(1);
  });
});
