import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { closeServer, listenOnLoopback } from '../proxy/listen.js';
import { createIngress, IngressBackend } from './ingress.js';

const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

async function listen(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  open.push(() => closeServer(server));
  return listenOnLoopback(server);
}

/** An ingress over instances that answer with their names. */
async function ingressOver(...names: string[]) {
  const backends = await Promise.all(
    names.map(async (name) => {
      const backend = new IngressBackend();
      backend.become('ready', await listen((_request, response) => response.end(name)));
      open.push(async () => backend.become('gone'));
      return backend;
    }),
  );
  const server = createIngress(backends);
  open.push(() => closeServer(server));
  return { backends, url: `http://127.0.0.1:${await listenOnLoopback(server)}` };
}

describe('an ingress', () => {
  it('spreads requests over all instances', async () => {
    const { url } = await ingressOver('one', 'two', 'three');
    const answers = [];
    for (let request = 0; request < 6; request += 1) answers.push(await (await fetch(url)).text());
    expect([...new Set(answers)].sort()).toEqual(['one', 'three', 'two']);
  });

  it('leaves out an instance that is not ready', async () => {
    const { backends, url } = await ingressOver('one', 'two');
    backends[0]?.become('unready');
    expect([await (await fetch(url)).text(), await (await fetch(url)).text()]).toEqual(['two', 'two']);
  });

  it('leaves out an instance that stands still, from the first client that has given up on it, for ten seconds', async () => {
    let nowMs = 0;
    const halted = new IngressBackend(() => nowMs);
    halted.become('ready', await listen(() => {}));
    const well = new IngressBackend(() => nowMs);
    well.become('ready', await listen((_request, response) => response.end('well')));
    for (const backend of [halted, well]) open.push(async () => backend.become('gone'));
    const server = createIngress([halted, well]);
    open.push(() => closeServer(server));
    const url = `http://127.0.0.1:${await listenOnLoopback(server)}`;
    const ask = () =>
      fetch(url, { signal: AbortSignal.timeout(200) }).then(
        (answer) => answer.text(),
        () => 'gave up',
      );
    expect(await ask()).toBe('gave up');
    await vi.waitFor(() => expect(halted.suspect).toBe(true));
    expect([await ask(), await ask(), await ask()]).toEqual(['well', 'well', 'well']);
    nowMs = 10_000;
    expect([await ask(), await ask()]).toContain('gave up');
  });

  it('refuses what would only wait, and serves again when there is room', async () => {
    const { backends, url } = await ingressOver('one');
    const [backend] = backends;
    if (backend) backend.outstanding = 50;
    const refused = await fetch(url);
    expect([refused.status, await refused.json()]).toEqual([503, { error: 'overloaded' }]);
    if (backend) backend.outstanding = 49;
    expect((await fetch(url)).status).toBe(200);
  });

  it('answers 503 with Retry-After when no instance runs', async () => {
    const { backends, url } = await ingressOver('one');
    backends[0]?.become('gone');
    const answer = await fetch(url);
    expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toEqual([
      503,
      '1',
      { error: 'unavailable' },
    ]);
  });

  it('sends what is for the canary to its instances only, and fails it when there is none', async () => {
    const [stable, canary] = [new IngressBackend(), new IngressBackend()];
    const named = (name: string) => listen((_request, response) => response.end(name));
    stable.become('ready', await named('stable'));
    canary.become('ready', await named('canary'));
    open.push(async () => [stable, canary].forEach((each) => void each.become('gone')));
    const server = createIngress([stable], [canary]);
    open.push(() => closeServer(server));
    const url = `http://127.0.0.1:${await listenOnLoopback(server)}`;
    const forCanary = { headers: { 'x-attest-track': 'canary' } };
    expect(await (await fetch(url)).text()).toBe('stable');
    expect(await (await fetch(url, forCanary)).text()).toBe('canary');
    canary.become('gone');
    expect((await fetch(url, forCanary)).status).toBe(503);
    expect(await (await fetch(url)).text()).toBe('stable');
  });
});
