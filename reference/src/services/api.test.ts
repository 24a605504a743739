import { createServer, type Server } from 'node:http';
import { startTelemetry, type Telemetry } from '@attest/instrumentation';
import type { Resource } from '@attest/platform';
import { afterEach, describe, expect, it } from 'vitest';
import { closeServer, listenOnLoopback } from '../proxy/listen.js';
import { createApi } from './api.js';
import type { Executed } from './executed.js';
import type { Statement, Statements } from './primary-database.js';

const notes: Resource = { name: 'notes', path: '/api/notes', schema: 'diary', enqueues: [] };
const id = '0f0e0d0c-0b0a-4908-8706-050403020100';
const row = {
  id,
  content: 'x',
  model: null,
  status: 'stored',
  result: null,
  error: null,
  created_at: new Date(0),
};

let server: Server;
let telemetry: Telemetry;
afterEach(async () => {
  await closeServer(server);
  await telemetry.shutdown();
});

/** An API over a database that answers as `respond` says. */
async function serve(respond: ((statement: Statement) => Executed<unknown>) | undefined) {
  telemetry = startTelemetry({ service: 'diary-api', metricsPort: 'off', drain: false, env: {} });
  const asked: Statement[] = [];
  const database: Statements | undefined = respond && {
    async execute<Row>(statement: Statement) {
      asked.push(statement);
      return respond(statement) as Executed<Row>;
    },
  };
  const config = {
    identity: {
      service: 'diary-api',
      instance: 'diary-api-1',
      region: 'a',
      environment: 'test',
      revision: 'r42',
    },
    database: { dnsPort: 0, links: {}, database: 'platform', user: 'x' },
    resources: [notes],
    models: [],
    livenessPath: '/live',
    readinessPath: '/ready',
  };
  server = createServer(createApi(config, { telemetry, database: () => database }));
  const port = await listenOnLoopback(server);
  const call = async (method: string, path: string, body?: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body === undefined ? {} : { body }),
      headers: { 'content-type': 'application/json', ...headers },
    });
    return { status: answer.status, revision: answer.headers.get('x-revision'), body: await answer.json() };
  };
  return { call, asked };
}

const rows = (...found: object[]) => ({ kind: 'rows' as const, rows: found });
const lost = { kind: 'unknown' as const, cause: new Error('silence') };
const key = { 'idempotency-key': 'k' };

describe('a service', () => {
  it('stores a write with one statement and says which revision answered', async () => {
    const { call, asked } = await serve(({ values }) =>
      rows({ ...row, id: values[0], fingerprint: values[2], epoch: 1, region: 'a' }),
    );
    const { status, revision, body } = await call('POST', '/api/notes', '{"content":"x"}', key);
    expect([status, revision, body]).toEqual([
      201,
      'r42',
      expect.objectContaining({ epoch: 1, region: 'a' }),
    ]);
    expect(asked).toHaveLength(1);
  });

  it('does not acknowledge a write whose outcome it does not know', async () => {
    const { call } = await serve(() => lost);
    expect((await call('POST', '/api/notes', '{"content":"x"}', key)).status).toBe(504);
  });

  it('answers 503 while DNS has not named a primary', async () => {
    const { call } = await serve(undefined);
    expect((await call('POST', '/api/notes', '{"content":"x"}', key)).status).toBe(503);
    expect((await call('GET', '/ready')).status).toBe(503);
    expect((await call('GET', '/live')).status).toBe(200);
  });

  it('reads back and lists', async () => {
    const { call, asked } = await serve(() => rows(row));
    expect(await call('GET', `/api/notes/${id}`)).toMatchObject({ status: 200, body: { id, content: 'x' } });
    expect(await call('GET', '/api/notes?limit=7')).toMatchObject({ status: 200, body: { notes: [{ id }] } });
    expect(asked.map(({ values }) => values)).toEqual([[id], [7]]);
  });

  it('is ready only where the database takes writes', async () => {
    const { call } = await serve(() => rows({ standby: true }));
    expect((await call('GET', '/ready')).status).toBe(503);
  });

  it('is ready when it does', async () => {
    const { call } = await serve(() => rows({ standby: false }));
    expect((await call('GET', '/ready')).status).toBe(200);
  });

  it.each([
    ['a resource that is not there', 'GET', `/api/notes/${id}`, undefined, 404, 'not-found'],
    ['an id that is none', 'GET', '/api/notes/1', undefined, 400, 'id-not-a-uuid'],
    ['a limit that is none', 'GET', '/api/notes?limit=lots', undefined, 400, 'limit-out-of-range'],
    ['a limit that is too high', 'GET', '/api/notes?limit=101', undefined, 400, 'limit-out-of-range'],
    ['a route that is not there', 'GET', '/api/other', undefined, 404, 'no-such-route'],
    ['a method that is not there', 'DELETE', `/api/notes/${id}`, undefined, 404, 'no-such-route'],
    ['a body that is not JSON', 'POST', '/api/notes', '{', 400, 'entity-parse-failed'],
    [
      'a body that is too large',
      'POST',
      '/api/notes',
      `{"content":"${'x'.repeat(300_000)}"}`,
      413,
      'entity-too-large',
    ],
    ['a write without content', 'POST', '/api/notes', '{}', 400, 'content-missing'],
  ])('answers %s as JSON with its code', async (_what, method, path, body, status, code) => {
    const { call } = await serve(() => rows());
    expect(await call(method, path, body, key)).toMatchObject({ status, body: { error: { code } } });
  });
});
