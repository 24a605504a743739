import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { closeServer, listenOnLoopback } from '../proxy/listen.js';
import { startEdge } from './edge.js';
import type { EdgeRequest } from './edge-metrics.js';

const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

async function origin(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  open.push(() => closeServer(server));
  return listenOnLoopback(server);
}

/** An edge for the service `notes` over two regions. `dns.region` is what its record says; every answer is valid for 10 ms. */
async function edgeOver(east: RequestListener, west: RequestListener) {
  const dns = { region: 'east' };
  const counted: EdgeRequest[] = [];
  const unhealthy: string[] = [];
  let waiting: { region: string; heard: () => void } | undefined;
  const edge = await startEdge(
    {
      services: [{ id: 'notes', readinessPath: '/ready' }],
      links: { east: { notes: await origin(east) }, west: { notes: await origin(west) } },
      dnsPort: 0,
      environment: 'test',
      revision: 'r1',
    },
    async () => ({ region: dns.region, ttlSeconds: 0.01 }),
    {
      request: (observation) => counted.push(observation),
      originHealthy: (_service, region, healthy) => {
        if (healthy) return;
        unhealthy.push(region);
        if (waiting?.region === region) waiting.heard();
      },
    },
  );
  open.push(() => edge.stop());
  const untilUnhealthy = (region: string) =>
    new Promise<void>((heard) => {
      if (unhealthy.includes(region)) heard();
      else waiting = { region, heard };
    });
  return { edge, dns, counted, untilUnhealthy, url: `http://127.0.0.1:${edge.ports.notes}` };
}

const ok: RequestListener = (_request, response) => response.end('ok');

describe('the edge', () => {
  it('sends requests to the region that DNS names, and says which it was', async () => {
    const { edge, dns, url } = await edgeOver(ok, ok);
    expect((await fetch(url)).headers.get('x-attest-origin')).toBe('east');
    dns.region = 'west';
    await expect
      .poll(async () => (await fetch(url)).headers.get('x-attest-origin'), { interval: 10, timeout: 10_000 })
      .toBe('west');
    expect(edge.state(10).services.notes).toMatchObject({
      activeOrigin: 'west',
      lastSuccess: { region: 'west' },
      errorRate: 0,
    });
  });

  it('drops what is under way at the old origin when the record changes', async () => {
    let dns = { region: '' };
    const setUp = await edgeOver((request, response) => {
      if (request.url === '/slow') dns.region = 'west';
      else response.end();
    }, ok);
    dns = setUp.dns;
    expect((await fetch(`${setUp.url}/slow`)).status).toBe(502);
  });

  it('refuses at once, with Retry-After, while the active origin is unhealthy', async () => {
    const { edge, counted, untilUnhealthy, url } = await edgeOver((_request, response) => {
      response.writeHead(500).end();
    }, ok);
    await untilUnhealthy('east');
    const answer = await fetch(url);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(edge.state(10).services.notes?.origins).toMatchObject({
      east: { healthy: false, requests: 1, errors: 1 },
      west: { healthy: true, requests: 0 },
    });
    expect(counted.at(-1)).toMatchObject({ origin: 'east', status: 503, errorType: 'unavailable' });
  });

  it('does not know an error rate before the first request', async () => {
    const { edge } = await edgeOver(ok, ok);
    const answer = await fetch(`http://127.0.0.1:${edge.adminPort}/state`);
    expect(await answer.json()).toMatchObject({
      windowSeconds: 10,
      services: { notes: { errorRate: null } },
    });
  });

  const putWeight = (adminPort: number, service: string, body: unknown) =>
    fetch(`http://127.0.0.1:${adminPort}/split/${service}`, { method: 'PUT', body: JSON.stringify(body) });

  it('sends a canary its weight, as its admin endpoint is told, whatever clients say', async () => {
    const seen: (string | undefined)[] = [];
    const note: RequestListener = (request, response) => {
      if (request.url === '/') seen.push(String(request.headers['x-attest-track']));
      response.end();
    };
    const { edge, url } = await edgeOver(note, ok);
    const asCanary = { headers: { 'x-attest-track': 'canary' } };
    await fetch(url, asCanary);
    expect((await putWeight(edge.adminPort, 'notes', { canaryWeight: 1 })).status).toBe(200);
    await fetch(url);
    expect(edge.state(10).services.notes?.canaryWeight).toBe(1);
    await putWeight(edge.adminPort, 'notes', { canaryWeight: 0 });
    await fetch(url, asCanary);
    expect(seen).toEqual(['baseline', 'canary', 'baseline']);
  });

  it.each([
    ['notes', { canaryWeight: 5 }, 400, 'share from 0 to 1'],
    ['notes', { canaryWeight: '0.05' }, 400, 'not a number'],
    ['notes', {}, 400, 'not a number'],
    ['letters', { canaryWeight: 0.05 }, 404, 'it has notes'],
  ])('refuses a split of %s by %j', async (service, body, status, reason) => {
    const { edge } = await edgeOver(ok, ok);
    const answer = await putWeight(edge.adminPort, service, body);
    expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([
      status,
      expect.stringContaining(reason),
    ]);
    expect(edge.state(10).services.notes?.canaryWeight).toBe(0);
  });
});
