import type { IncomingMessage, ServerResponse } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, Router } from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { startTelemetry } from '../start-telemetry.js';
import type { Telemetry } from '../telemetry.js';
import { quiet, serve } from '../testing/serve.js';
import { instrumentExpress } from './instrument-express.js';
import { prepareRequest } from './prepare-request.js';

let telemetry: Telemetry | undefined;

afterEach(async () => {
  await telemetry?.shutdown();
  telemetry = undefined;
});

function application(prepareRequests: boolean): Express {
  telemetry = startTelemetry(quiet);
  return instrumentExpress(express(), telemetry, { prepareRequests });
}

/** What code of the service can see of request and response, wherever it runs. */
async function seen(prepareRequests: boolean): Promise<unknown[]> {
  const app = application(prepareRequests);
  const all: unknown[] = [];
  const look = (request: express.Request, response: express.Response): void => {
    const { baseUrl, originalUrl, params, url, route, next } = request;
    all.push({
      request: Object.keys(request).sort(),
      response: Object.keys(response).sort(),
      values: { baseUrl, originalUrl, params: { ...params }, url, route: route?.path, next: typeof next },
      locals: { ...response.locals },
    });
  };
  const passOn: RequestHandler = (request, response, next) => {
    look(request, response);
    response.locals.passed = true;
    next();
  };
  const answer: RequestHandler = (request, response) => {
    look(request, response);
    response.json({});
  };
  const failed: ErrorRequestHandler = (_error, request, response, _next) => {
    look(request, response);
    response.status(500).json({});
  };
  app.use(passOn);
  const orders = Router();
  orders.get('/:id', passOn, answer);
  orders.get('/:id/fails', () => {
    throw new Error('refused');
  });
  app.use('/api/orders/:kind', orders);
  const mounted = express();
  mounted.get('/:id', answer);
  app.use('/mounted', mounted);
  app.use(failed);
  const served = await serve((request: IncomingMessage, response: ServerResponse) =>
    (app as unknown as (...values: unknown[]) => void)(request, response, () => {
      look(request as express.Request, response as express.Response);
      response.statusCode = 404;
      response.end();
    }),
  );
  for (const path of ['/api/orders/open/7?page=2', '/api/orders/open/7/fails', '/mounted/7', '/nothing']) {
    await (await fetch(`${served.url}${path}`)).text();
  }
  await served.close();
  await telemetry?.shutdown();
  return all;
}

/**
 * Whether the responses of two requests in progress have one hidden class where the first middleware sees them. (Requests do not
 * get that far: the router adds a property that only it can name.)
 */
async function shareClass(prepareRequests: boolean): Promise<boolean | undefined> {
  setFlagsFromString('--allow-natives-syntax');
  const haveSameMap = new Function('one', 'other', 'return %HaveSameMap(one, other)');
  setFlagsFromString('--no-allow-natives-syntax');
  const app = application(prepareRequests);
  const waiting: express.Response[] = [];
  let shared: boolean | undefined;
  app.use((_request, response) => {
    waiting.push(response);
    const [one, other] = waiting;
    if (!one || !other) return;
    shared = haveSameMap(one, other);
    one.end();
    other.end();
  });
  const served = await serve(app);
  await Promise.all([fetch(served.url), fetch(served.url)]);
  await served.close();
  return shared;
}

describe('preparing requests for Express', () => {
  it('lets a service see what it sees without, in middleware, routers, applications, error handlers and after all', async () => {
    const prepared = await seen(true);
    expect(prepared).toHaveLength(9);
    expect(prepared).toEqual(await seen(false));
  });

  it('makes responses share their hidden class, which they do not by themselves before Node 24', async () => {
    expect(await shareClass(true)).toBe(true);
    const newer = Number(process.versions.node.split('.')[0]) >= 24;
    expect(await shareClass(false)).toBe(newer);
  });

  it('keeps what a server around the application has set', async () => {
    const served = await serve((request, response) => {
      Object.assign(request, { originalUrl: '/outer/inner', baseUrl: '/outer', params: { kind: 'outer' } });
      Object.assign(response, { locals: { user: 'u1' } });
      prepareRequest(request, response);
      const { originalUrl, baseUrl, params } = request as unknown as Record<string, unknown>;
      const { locals } = response as unknown as Record<string, unknown>;
      response.end(JSON.stringify({ originalUrl, baseUrl, params, locals }));
    });
    expect(await (await fetch(served.url)).json()).toEqual({
      originalUrl: '/outer/inner',
      baseUrl: '/outer',
      params: { kind: 'outer' },
      locals: { user: 'u1' },
    });
    await served.close();
  });
});
