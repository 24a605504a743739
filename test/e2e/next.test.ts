import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
// The readers of the formats that the package's own tests use; they are no part of what it exports.
import { type OtlpReceiver, otlpReceiver } from '../../instrumentation/src/testing/otlp-receiver.js';
import { parse, type Scrape } from '../../instrumentation/src/testing/scrape.js';
import { pickPort } from '../../reference/src/processes/port.js';
import { foreignProject, packInstrumentation } from './packed-instrumentation.js';

const run = promisify(execFile);
const fixture = path.join(import.meta.dirname, 'fixtures/next-app');
const count = 'http_server_request_duration_seconds_count';
const tools = [
  'react@19.3.1',
  'react-dom@19.3.1',
  'typescript@5.9.3',
  '@types/react@19',
  '@types/node@20.19.25',
];

let tarball: string;
beforeAll(async () => {
  tarball = await packInstrumentation();
});
afterAll(() => rmSync(path.dirname(tarball), { recursive: true, force: true }));

interface App {
  readonly process: ChildProcess;
  readonly url: string;
  readonly log: () => string;
}

async function start(project: string, env: Readonly<Record<string, string>>): Promise<App> {
  const port = await pickPort();
  const next = path.join(project, 'node_modules/next/dist/bin/next');
  const child = spawn(process.execPath, [next, 'start', '-H', '127.0.0.1', '-p', String(port)], {
    cwd: project,
    env: {
      PATH: process.env.PATH,
      NEXT_TELEMETRY_DISABLED: '1',
      OTEL_SERVICE_NAME: 'orders',
      ...env,
    } as never,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += chunk));
  const app = { process: child, url: `http://127.0.0.1:${port}`, log: () => log };
  const alive = async (): Promise<void> => {
    const { status } = await fetch(`${app.url}/api/health`);
    if (status !== 200) throw new Error(`/api/health answers ${status}:\n${log}`);
  };
  await vi.waitFor(alive, { timeout: 60_000, interval: 200 }).catch((cause: unknown) => {
    throw new Error(`The application does not start:\n${log}`, { cause });
  });
  return app;
}

async function stop(app: App | undefined): Promise<void> {
  if (!app || app.process.exitCode !== null) return;
  const ended = new Promise((resolve) => app.process.once('close', resolve));
  app.process.kill('SIGTERM');
  await Promise.race([ended, delay(5000)]);
  app.process.kill('SIGKILL');
}

/** Goes away after the first bytes, or in the middle of waiting for them. */
async function goAway(url: string): Promise<void> {
  const client = new AbortController();
  setTimeout(() => client.abort(), 500);
  await fetch(url, { signal: client.signal })
    .then((response) => response.text())
    .catch(() => {});
}

async function useEverything(url: string): Promise<void> {
  const order = await fetch(`${url}/api/orders/17?q=a`);
  expect([order.status, order.headers.get('set-cookie')]).toEqual([200, expect.stringContaining('seen=17')]);
  expect(await order.json()).toEqual({ id: '17', query: 'a' });
  expect((await fetch(`${url}/api/orders/18`, { method: 'HEAD' })).status).toBe(200);
  const created = await fetch(`${url}/api/orders/19`, { method: 'POST', body: '{"a":1}' });
  expect([created.status, await created.json()]).toEqual([201, { a: 1 }]);
  const moved = await fetch(`${url}/api/moved`, { redirect: 'manual' });
  expect([moved.status, moved.headers.get('location')]).toEqual([
    307,
    expect.stringContaining('/api/orders/1'),
  ]);
  expect((await fetch(`${url}/api/missing`)).status).toBe(404);
  expect((await fetch(`${url}/api/fails`)).status).toBe(500);
  expect(await (await fetch(`${url}/api/stream`)).text()).toBe('line 1\nline 2\nline 3\n');
  await goAway(`${url}/api/stream?endless`);
  await goAway(`${url}/api/slow`);
  expect(await (await fetch(`${url}/api/edge`)).json()).toEqual({ edge: '/api/edge' });
  expect(await (await fetch(`${url}/`)).text()).toContain('Orders');
}

/** What has to be counted of it in Node.js, as `method route status`. */
const everything = [
  'GET /api/fails 500 1',
  'GET /api/missing 404 1',
  'GET /api/moved 307 1',
  'GET /api/orders/[id] 200 1',
  'GET /api/slow 499 1',
  'GET /api/stream 200 1',
  'GET /api/stream 499 1',
  'HEAD /api/orders/[id] 200 1',
  'POST /api/orders/[id] 201 1',
];

function counted(samples: Scrape['samples']): string[] {
  return samples
    .filter(({ name, labels }) => name === count && labels.http_route !== '/api/edge')
    .map(({ labels: { http_request_method, http_route, http_response_status_code }, value }) =>
      [http_request_method, http_route, http_response_status_code, value].join(' '),
    )
    .sort();
}

describe.each(['15.5.29', '16.4.6'])('an application on Next.js %s', (version) => {
  let project: string;
  beforeAll(async () => {
    project = await foreignProject([tarball, `next@${version}`, ...tools]);
    cpSync(fixture, project, { recursive: true });
    const next = path.join(project, 'node_modules/next/dist/bin/next');
    // Its own type check runs over what the fixture writes: three lines, as documented.
    await run(process.execPath, [next, 'build'], {
      cwd: project,
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    }).catch((error: { stdout: string; stderr: string }) => {
      throw new Error(`${error.stdout}\n${error.stderr}`);
    });
  });
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  describe('as a server', () => {
    let app: App;
    let metricsUrl: string;
    beforeAll(async () => {
      const port = await pickPort();
      metricsUrl = `http://127.0.0.1:${port}/metrics`;
      app = await start(project, { ATTEST_METRICS_PORT: String(port) });
      await useEverything(app.url);
    });
    afterAll(() => stop(app));

    const scraped = async (): Promise<Scrape> => parse(await (await fetch(metricsUrl)).text());

    it('is scraped, with every route by its template and every answer by its status', async () => {
      await expect
        .poll(async () => counted((await scraped()).samples), { timeout: 10_000 })
        .toEqual(everything);
      const answer = await scraped();
      expect(answer.value('http_server_active_requests')).toBe(0);
      expect(answer.value('jobs_total', { type: 'order', outcome: 'success' })).toBe(1);
      expect(answer.find('build_info')).toHaveLength(1);
      // A stream lasts until its last line.
      const streamed = { http_route: '/api/stream', http_response_status_code: '200' };
      expect(answer.value('http_server_request_duration_seconds_sum', streamed)).toBeGreaterThan(0.25);
    });

    it('answers probes, and does not count them', async () => {
      const ready = await fetch(`${app.url}/api/ready`);
      expect(await ready.json()).toMatchObject({ status: 'ready', checks: { nothing: { status: 'ok' } } });
      const probed = (await scraped())
        .find(count)
        .filter(({ labels }) => labels.http_route?.match(/health|ready/));
      expect(probed).toEqual([]);
    });
  });

  describe('as a function that nobody can scrape', () => {
    let receiver: OtlpReceiver;
    let app: App;
    beforeAll(async () => {
      receiver = await otlpReceiver();
      // What the platform provides, and what it has been asked to wait for.
      const standIn = path.join(project, 'vercel.cjs');
      writeFileSync(
        standIn,
        `globalThis[Symbol.for('@vercel/request-context')] = { get: () => ({ waitUntil: (promise) =>
          promise.then(() => console.log('waited')) }) };`,
      );
      app = await start(project, {
        VERCEL: '1',
        VERCEL_REGION: 'iad1',
        VERCEL_ENV: 'production',
        NODE_OPTIONS: `--require ${standIn}`,
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        OTEL_TRACES_EXPORTER: 'none',
      });
      await useEverything(app.url);
    });
    afterAll(async () => {
      await stop(app);
      await receiver.close();
    });

    it('pushes the same series before it is frozen, also from the edge runtime', async () => {
      await expect.poll(() => counted(receiver.samples()), { timeout: 10_000 }).toEqual(everything);
      await expect
        .poll(() => receiver.value(count, { http_route: '/api/edge' }), { timeout: 10_000 })
        .toBe(1);
      const common = { service: 'orders', region: 'us-east-1', environment: 'production' };
      expect(receiver.value(count, { ...common, http_route: '/api/moved' })).toBe(1);
      expect(app.log()).toContain('waited');
    });

    it('is told apart from other instances by an id of its own', () => {
      const ids = receiver.requests.map(
        ({ body }) =>
          body.resourceMetrics[0]?.resource.attributes.find(({ key }) => key === 'service.instance.id')?.value
            .stringValue,
      );
      // One for the Node.js process, and one for the edge runtime inside of it.
      expect(new Set(ids).size).toBe(2);
      expect(ids).not.toContain(undefined);
    });
  });
});
