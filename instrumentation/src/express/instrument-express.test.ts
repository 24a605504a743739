import { once } from 'node:events';
import express, { type Express, type Request, type Response, Router } from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTelemetry } from '../start-telemetry.js';
import type { Telemetry } from '../telemetry.js';
import { scrape } from '../testing/scrape.js';
import { open, quiet, type Served, serve } from '../testing/serve.js';
import { instrumentExpress } from './instrument-express.js';

const duration = 'http_server_request_duration_seconds_count';

function routes(app: Express): Express {
  const ok = (_request: Request, response: Response): void => void response.send('ok');

  app.get('/', ok);
  app.get('/plain', ok);
  app.post('/plain', (_request, response) => void response.status(201).send('created'));
  app.get('/items/:id', ok);
  app.get('/items/:id/parts/:part', ok);
  app.get('/throws/:id', () => {
    throw new Error('thrown');
  });
  app.get('/rejects/:id', async () => {
    throw new Error('rejected');
  });
  app.get('/next-error/:id', (_request, _response, next) => next(new Error('passed on')));
  app.get('/next-route/:id', (_request, _response, next) => next('route'));
  app.get('/next-route/:other', ok);
  app.get('/falls-through/:id', (_request, _response, next) => next());
  app.get('/falls-to-next/:id', (_request, _response, next) => next());
  app.get('/falls-to-next/:second', ok);
  app.get(['/array/:id', '/array-other/:id'], ok);
  app.get(/^\/regexp\/(\d+)$/, ok);
  app.get('/splat/*rest', ok);
  app.get('/optional{/:id}', ok);
  app.route('/chained/:id').get(ok).delete(ok);
  app.all('/any/:id', ok);
  app.get('/handlers/:id', [(_request: Request, _response: Response, next: () => void) => next(), ok]);
  app.get(
    '/status/:status',
    (request, response) => void response.status(Number(request.params.status)).send(),
  );
  app.get('/stream/:id', (_request, response) => {
    response.write('a');
    setImmediate(() => response.end('b'));
  });
  app.get('/trailing/', ok);
  app.get('/redirect/:id', (_request, response) => void response.redirect('/plain'));
  app.get('/rewritten', (request, _response, next) => {
    request.url = '/items/7';
    next();
  });
  app.get('/items/:id', ok);

  const nested = Router({ mergeParams: true });
  nested.get('/:part', ok);
  nested.get('/:part/throws', () => {
    throw new Error('nested');
  });
  const users = Router();
  users.use((request, response, next) => {
    if (request.query.denied !== undefined) response.status(401).send();
    else next();
  });
  users.get('/', ok);
  users.get('/:user', ok);
  users.get('/:user/rejects', async () => {
    throw new Error('mounted');
  });
  users.use('/:user/nested', nested);
  app.use('/users', users);
  app.use('/tenants/:tenant', users);
  app.use(['/either', '/or'], users);
  app.use('/lists', Router().get(['/a/:id', '/b/:id'], ok));

  const handled = Router();
  handled.get('/:id', () => {
    throw new Error('handled inside');
  });
  handled.use((_error: Error, _request: Request, response: Response, _next: () => void) => {
    response.status(503).send();
  });
  app.use('/handled', handled);

  const leaves = Router();
  leaves.get('/:id', (_request, _response, next) => next('router'));
  app.use('/leaves', leaves);
  app.get('/leaves/:after', ok);

  const late = Router();
  app.use('/late', late);
  late.get('/:id', ok);

  const sub = express();
  sub.get('/:id', ok);
  sub.use('/deeper', Router().get('/:id', ok));
  app.use('/application', sub);

  app.use('/static', (request, response, next) => {
    if (request.url === '/file.css') response.send('css');
    else next();
  });
  app.use((request, response, next) => {
    if (request.url.startsWith('/early')) response.status(403).send();
    else next();
  });
  app.use((error: Error, request: Request, response: Response, next: (error: Error) => void) => {
    if (request.path.startsWith('/handled-late')) next(error);
    else response.status(500).send();
  });
  return app;
}

/** method, path, expected route, expected status */
const shapes: [string, string, string, number][] = [
  ['GET', '/', '/', 200],
  ['GET', '/plain', '/plain', 200],
  ['GET', '/plain?a=1', '/plain', 200],
  ['POST', '/plain', '/plain', 201],
  ['HEAD', '/plain', '/plain', 200],
  ['GET', '/items/1', '/items/:id', 200],
  ['GET', '/items/1/parts/2', '/items/:id/parts/:part', 200],
  ['GET', '/throws/1', '/throws/:id', 500],
  ['GET', '/rejects/1', '/rejects/:id', 500],
  ['GET', '/next-error/1', '/next-error/:id', 500],
  ['GET', '/next-route/1', '/next-route/:other', 200],
  ['GET', '/falls-through/1', 'unmatched', 404],
  ['GET', '/falls-to-next/1', '/falls-to-next/:second', 200],
  ['GET', '/array/1', '/array/:id', 200],
  ['GET', '/array-other/1', '/array-other/:id', 200],
  ['GET', '/regexp/12', '/^\\/regexp\\/(\\d+)$/', 200],
  ['GET', '/splat/a/b/c', '/splat/*rest', 200],
  ['GET', '/optional', '/optional{/:id}', 200],
  ['GET', '/optional/1', '/optional{/:id}', 200],
  ['DELETE', '/chained/1', '/chained/:id', 200],
  ['PATCH', '/any/1', '/any/:id', 200],
  ['GET', '/handlers/1', '/handlers/:id', 200],
  ['GET', '/status/204', '/status/:status', 204],
  ['GET', '/status/503', '/status/:status', 503],
  ['GET', '/stream/1', '/stream/:id', 200],
  ['GET', '/trailing', '/trailing', 200],
  ['GET', '/redirect/1', '/redirect/:id', 302],
  ['GET', '/rewritten', '/items/:id', 200],
  ['GET', '/items/%zz', 'unmatched', 500],
  ['GET', '/users', '/users', 200],
  ['GET', '/users/1', '/users/:user', 200],
  ['GET', '/users/1/rejects', '/users/:user/rejects', 500],
  ['GET', '/users/1?denied', '/users', 401],
  ['GET', '/users/1/nested/2', '/users/:user/nested/:part', 200],
  ['GET', '/users/1/nested/2/throws', '/users/:user/nested/:part/throws', 500],
  ['GET', '/users/1/nothing/here', 'unmatched', 404],
  ['GET', '/tenants/9', '/tenants/:tenant', 200],
  ['GET', '/tenants/9/1', '/tenants/:tenant/:user', 200],
  ['GET', '/tenants/9/1/nested/2', '/tenants/:tenant/:user/nested/:part', 200],
  ['GET', '/either/1', '/either/:user', 200],
  ['GET', '/or/1/nested/2', '/or/:user/nested/:part', 200],
  ['GET', '/lists/a/1', '/lists/a/:id', 200],
  ['GET', '/lists/b/1?c=d', '/lists/b/:id', 200],
  ['GET', '/handled/1', '/handled/:id', 503],
  ['GET', '/leaves/1', '/leaves/:after', 200],
  ['GET', '/late/1', '/late/:id', 200],
  ['GET', '/application/1', '/application/:id', 200],
  ['GET', '/application/deeper/1', '/application/deeper/:id', 200],
  ['GET', '/static/file.css', '/static', 200],
  ['GET', '/static/missing.css', 'unmatched', 404],
  ['GET', '/early', 'unmatched', 403],
  ['GET', '/nothing', 'unmatched', 404],
  ['PUT', '/plain', 'unmatched', 404],
  ['OPTIONS', '/plain', 'unmatched', 200],
];

const orders: [string, (app: Express, telemetry: Telemetry) => void][] = [
  ['before the routes', (app, telemetry) => routes(instrumentExpress(app, telemetry))],
  ['after the routes', (app, telemetry) => instrumentExpress(routes(app), telemetry)],
];

describe.each(orders)('an Express application instrumented %s', (order, build) => {
  let served: Served;
  let app: Express;
  beforeAll(async () => {
    app = express();
    // The matrix shares a server; each case has a telemetry of its own through this indirection.
    served = await serve((request, response) => app(request, response));
  });
  afterAll(() => served.close());

  it.each(shapes)('records %s %s as %s %i', async (method, path, route, status) => {
    if (order === 'after the routes' && path.startsWith('/application/')) route = '/application';
    const telemetry = startTelemetry(quiet);
    app = express();
    build(app, telemetry);
    const response = await fetch(served.url + path, { method, redirect: 'manual' });
    await response.arrayBuffer();
    await settled(telemetry);
    expect(response.status).toBe(status);
    const [sample, ...others] = (await scrape(telemetry)).find(duration);
    expect(others).toEqual([]);
    expect(sample?.value).toBe(1);
    expect(sample?.labels).toEqual({
      service: 'test',
      region: 'unknown',
      environment: 'unknown',
      http_request_method: method,
      http_route: route,
      http_response_status_code: String(status),
      ...(status >= 500 ? { error_type: String(status) } : {}),
    });
  });
});

describe('an instrumented Express application', () => {
  it('leaves settings that are made after it in force', async () => {
    const telemetry = startTelemetry(quiet);
    const app = instrumentExpress(express(), telemetry);
    app.enable('case sensitive routing');
    app.get('/Case', (_request, response) => void response.send());
    const served = await serve(app);
    expect((await fetch(`${served.url}/case`)).status).toBe(404);
    await served.close();
  });

  it('records a request that its client aborts as 499', async () => {
    const telemetry = startTelemetry(quiet);
    const app = instrumentExpress(express(), telemetry);
    const arrived = new Promise<void>((resolve) => app.get('/hangs/:id', () => resolve()));
    const served = await serve(app);
    const socket = await open(served.port);
    socket.write('GET /hangs/1 HTTP/1.1\r\nHost: a\r\n\r\n');
    await arrived;
    expect((await scrape(telemetry)).value('http_server_active_requests')).toBe(1);
    socket.destroy();
    await settled(telemetry);
    const after = await scrape(telemetry);
    expect(
      after.value(duration, {
        http_route: '/hangs/:id',
        http_response_status_code: '499',
        error_type: 'aborted',
      }),
    ).toBe(1);
    expect(after.value('http_server_active_requests')).toBe(0);
    await served.close();
  });

  it('accounts for pipelined requests whose connection is lost before their turn', async () => {
    const telemetry = startTelemetry(quiet);
    const app = instrumentExpress(express(), telemetry);
    let left = 3;
    const arrived = new Promise<void>((resolve) =>
      app.get('/hangs/:id', () => {
        left--;
        if (left === 0) resolve();
      }),
    );
    const served = await serve(app);
    const socket = await open(served.port);
    socket.write([1, 2, 3].map((id) => `GET /hangs/${id} HTTP/1.1\r\nHost: a\r\n\r\n`).join(''));
    await arrived;
    socket.destroy();
    await settled(telemetry);
    expect((await scrape(telemetry)).value(duration, { http_response_status_code: '499' })).toBe(3);
    await served.close();
  });

  it('counts every answer of a pipelined connection once', async () => {
    const telemetry = startTelemetry(quiet);
    const app = instrumentExpress(express(), telemetry);
    app.get('/items/:id', (_request, response) => void response.send('x'));
    const served = await serve(app);
    const socket = await open(served.port);
    const requests = Array.from({ length: 30 }, (_, id) => `GET /items/${id} HTTP/1.1\r\nHost: a\r\n`);
    socket.write(`${requests.join('\r\n')}Connection: close\r\n\r\n`);
    socket.resume();
    await once(socket, 'close');
    await settled(telemetry);
    expect((await scrape(telemetry)).value(duration, { http_response_status_code: '200' })).toBe(30);
    await served.close();
  });

  it('records methods that are not standard as _OTHER', async () => {
    const telemetry = startTelemetry(quiet);
    const served = await serve(instrumentExpress(express(), telemetry));
    await (await fetch(served.url, { method: 'PROPFIND' })).arrayBuffer();
    await settled(telemetry);
    expect((await scrape(telemetry)).find(duration)[0]?.labels.http_request_method).toBe('_OTHER');
    await served.close();
  });

  it('adds one route series for a thousand hostile URLs', async () => {
    const telemetry = startTelemetry(quiet);
    const app = instrumentExpress(express(), telemetry);
    const served = await serve(app);
    const socket = await open(served.port);
    const paths = Array.from({ length: 1000 }, (_, id) => `/${'%2e%2e/'.repeat(id % 7)}x${id}?q=${id}"\\n`);
    socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`).join(''));
    socket.end('GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    socket.resume();
    await once(socket, 'close');
    await settled(telemetry);
    const found = (await scrape(telemetry)).find(duration);
    expect(found.map(({ labels, value }) => [labels.http_route, value])).toEqual([['unmatched', 1001]]);
    await served.close();
  });

  it('answers health and readiness before any middleware and leaves them out of the request metrics', async () => {
    const telemetry = startTelemetry({ ...quiet, version: '1.2.3' });
    const app = express();
    app.use((_request, response) => void response.status(401).send());
    instrumentExpress(app, telemetry, { ready: { database: async () => {} } });
    const served = await serve(app);
    const health = await fetch(`${served.url}/api/health`);
    expect([health.status, await health.json()]).toEqual([
      200,
      { status: 'ok', service: 'test', version: '1.2.3', revision: 'unknown' },
    ]);
    expect((await fetch(`${served.url}/api/ready?x`)).status).toBe(200);
    expect((await fetch(`${served.url}/api/readyness`)).status).toBe(401);
    await settled(telemetry);
    expect((await scrape(telemetry)).find(duration)).toHaveLength(1);
    telemetry.lifecycle.startDraining();
    const draining = await fetch(`${served.url}/api/ready`);
    expect([draining.status, ((await draining.json()) as { status: string }).status]).toEqual([
      503,
      'draining',
    ]);
    await served.close();
  });

  it('serves with health and without metrics when disabled', async () => {
    const telemetry = startTelemetry({ env: { ATTEST_DISABLED: '1' } });
    const app = instrumentExpress(express(), telemetry);
    app.get('/plain', (_request, response) => void response.send('ok'));
    const served = await serve(app);
    expect(await (await fetch(`${served.url}/plain`)).text()).toBe('ok');
    expect((await fetch(`${served.url}/api/health`)).status).toBe(200);
    expect(await telemetry.metrics()).toBe('');
    await served.close();
  });

  it('refuses what is no Express application', () => {
    expect(() => instrumentExpress({} as Express, startTelemetry(quiet))).toThrow(
      expect.objectContaining({ code: 'invalid-target' }),
    );
  });
});

/** The client may have its answer before the server has seen the response close. */
async function settled(telemetry: Telemetry): Promise<void> {
  await telemetry.lifecycle.idle();
}
