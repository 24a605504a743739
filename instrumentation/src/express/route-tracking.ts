import type { Server } from 'node:http';
import { recordOf } from '../http/request-recorder.js';
import { templateOf } from './template.js';

// The parts of Express 5 and of its router 2 that tracking relies on; none of them is imported.

type Next = (error?: unknown) => void;

export interface Layer {
  handle: unknown;
  handleRequest(request: Request, response: unknown, next: Next): void;
  handleError(error: unknown, request: Request, response: unknown, next: Next): void;
  /** Present on the layer of a route, absent on that of a middleware or a mounted router. */
  readonly route?: { readonly path: unknown } | undefined;
  /** What the layer was mounted with: a string, a RegExp, or a list of these. */
  readonly rawPath?: unknown;
  readonly matchers: ((path: string) => unknown)[];
}

export interface Request {
  readonly url: string;
  readonly baseUrl: string;
}

export interface Router {
  readonly stack: Layer[];
  handle(request: Request, response: unknown, done: Next): void;
  use(...values: unknown[]): unknown;
  route(path: unknown): unknown;
}

export interface Application {
  router: Router;
  handle(this: Application, request: unknown, response: unknown, done?: unknown): void;
  listen(...values: unknown[]): Server;
  set: unknown;
  use(...values: unknown[]): unknown;
}

const trackedApplications = new WeakSet<Application>();
const trackedRouters = new WeakSet<Router>();
const trackedLayers = new WeakSet<Layer>();

/** Learns the templates of an application's routes when they are mounted, those that exist and those that will. */
export function trackApplication(app: Application): void {
  if (trackedApplications.has(app)) return;
  trackedApplications.add(app);
  const property = Object.getOwnPropertyDescriptor(app, 'router');
  let router: Router | undefined;
  // Express creates the router with the settings of the moment it is first needed, which must not come earlier by this.
  Object.defineProperty(app, 'router', {
    configurable: true,
    enumerable: true,
    get(this: Application): Router {
      router ??= tracked((property?.get?.call(this) ?? property?.value) as Router);
      return router;
    },
  });
  const use = app.use;
  app.use = function trackedUse(this: Application, ...values) {
    for (const value of values.flat(Number.POSITIVE_INFINITY)) {
      if (isApplication(value)) trackApplication(value);
    }
    return use.apply(this, values);
  };
}

function tracked(router: Router): Router {
  trackRouter(router);
  const { handle } = router;
  // What the last layer throws is passed on to nobody but Express itself.
  router.handle = function trackedHandle(this: Router, request, response, done): void {
    handle.call(this, request, response, (error) => {
      noteError(request, error);
      done(error);
    });
  };
  return router;
}

/** The first error counts: an error handler that fails in turn is not why the request failed. */
function noteError(request: Request, error: unknown): void {
  if (!error || error === 'route' || error === 'router') return;
  const record = recordOf(request);
  if (record && record.error === undefined) record.error = error;
}

function trackRouter(router: Router): void {
  if (trackedRouters.has(router)) return;
  trackedRouters.add(router);
  const { use, route } = router;
  const adoptFrom = (first: number): void => {
    for (const layer of router.stack.slice(first)) adopt(layer);
  };
  router.use = function trackedUse(this: Router, ...values) {
    const first = router.stack.length;
    const result = use.apply(this, values);
    adoptFrom(first);
    return result;
  };
  router.route = function trackedRoute(this: Router, path) {
    const first = router.stack.length;
    const result = route.call(this, path);
    adoptFrom(first);
    return result;
  };
  adoptFrom(0);
}

/** Makes a layer say, for as long as it has the request, that its template is the request's route. */
function adopt(layer: Layer): void {
  if (trackedLayers.has(layer)) return;
  trackedLayers.add(layer);
  if (isRouter(layer.handle)) trackRouter(layer.handle);
  const { handleError } = layer;
  // Called on every later layer of the stack, whether or not it handles errors, and only when there is one.
  layer.handleError = function trackedError(error, request, response, next): void {
    noteError(request, error);
    handleError.call(this, error, request, response, next);
  };
  const template = templateOf(layer);
  if (!template) return;
  const isRoute = layer.route !== undefined;
  const handleRequest = layer.handleRequest;
  layer.handleRequest = function trackedHandle(request, response, next): void {
    const record = recordOf(request);
    if (!record) {
      handleRequest.call(this, request, response, next);
      return;
    }
    const { base, baseUrl, route } = record;
    // The router has taken the path of a mount off the url already; a route still sees the rest of it.
    const matched = (): string =>
      isRoute ? (request.url.split('?', 1)[0] as string) : request.baseUrl.slice(baseUrl.length);
    record.route = template(base, matched);
    if (!isRoute) {
      record.base = record.route;
      record.baseUrl = request.baseUrl;
    }
    handleRequest.call(this, request, response, (error) => {
      record.base = base;
      record.baseUrl = baseUrl;
      // Falling through means that it was not this route after all; an error is its answer, whoever writes it.
      if (!error || error === 'route' || error === 'router') record.route = route;
      next(error);
    });
  };
}

function isRouter(value: unknown): value is Router {
  return typeof value === 'function' && Array.isArray((value as unknown as Partial<Router>).stack);
}

function isApplication(value: unknown): value is Application {
  if (typeof value !== 'function') return false;
  const { handle, set } = value as unknown as Partial<Application>;
  return typeof handle === 'function' && typeof set === 'function';
}
