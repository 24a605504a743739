import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Telemetry } from '../telemetry.js';
import { type Check, createReadiness } from './readiness.js';

export interface HealthOptions {
  /** What the service needs in order to serve, by name. */
  readonly ready?: Readonly<Record<string, Check>>;
  /** Limit for each dependency. Default 2. */
  readonly readyTimeoutSeconds?: number;
  /** Default `/api/health` (alive) and `/api/ready` (can serve); `false` leaves a path to the service. */
  readonly paths?: { readonly health?: string | false; readonly ready?: string | false };
}

export interface HealthHandler {
  /** Answers a health request and returns true; returns false for every other request. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
}

/**
 * `GET /api/health` is 200 as long as the process can answer at all; `GET /api/ready` is 200 while every dependency answers,
 * else 503. They are not part of the request metrics: a 503 of a probe is no failed request.
 */
export function createHealthHandler(telemetry: Telemetry, options: HealthOptions = {}): HealthHandler {
  const { service, version, revision } = telemetry.resource;
  const health = options.paths?.health ?? '/api/health';
  const ready = options.paths?.ready ?? '/api/ready';
  const readiness = createReadiness({
    checks: options.ready ?? {},
    draining: () => telemetry.lifecycle.draining,
    ...(options.readyTimeoutSeconds === undefined ? {} : { timeoutSeconds: options.readyTimeoutSeconds }),
  });
  return {
    handle(request, response) {
      const { method, url = '' } = request;
      if (method !== 'GET' && method !== 'HEAD') return false;
      if (health && isPath(url, health)) {
        answer(response, 200, { status: 'ok', service, version, revision });
        return true;
      }
      if (ready && isPath(url, ready)) {
        void readiness
          .read()
          .then((report) => answer(response, report.status === 'ready' ? 200 : 503, report));
        return true;
      }
      return false;
    },
  };
}

function isPath(url: string, path: string): boolean {
  return url === path || (url.startsWith(path) && url[path.length] === '?');
}

function answer(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
    })
    .end(text);
}
