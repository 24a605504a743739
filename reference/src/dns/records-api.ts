import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerJson } from '../proxy/answer-json.js';
import { collectBody } from '../proxy/request-body.js';
import { recordTtlSeconds } from './names.js';
import type { ResolverState, TroubledResolver } from './resolver-trouble.js';
import type { Zone } from './zone.js';

/**
 * Reads and changes the zone: `GET /records`, `PUT /records/<name>` with `{ target, ttlSeconds? }`. Without `ttlSeconds` the
 * record keeps the one that it has. When the answer arrives, the change is being answered. `GET` and `PUT /resolver` do the same to
 * the resolver's state.
 */
export function recordsApi(zone: Zone, resolver: TroubledResolver): Server {
  return createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://dns').pathname;
    const name = /^\/records\/([^/]+)$/.exec(path)?.[1];
    if (request.method === 'GET' && path === '/records') {
      answerJson(response, 200, { serial: zone.serial, records: zone.records });
    } else if (request.method === 'PUT' && name !== undefined) {
      put(zone, name, request, response);
    } else if (request.method === 'GET' && path === '/resolver') {
      request.resume();
      answerJson(response, 200, resolver.state);
    } else if (request.method === 'PUT' && path === '/resolver') {
      putResolver(resolver, request, response);
    } else {
      request.resume();
      answerJson(response, 404, {
        error: 'There is GET /records, PUT /records/<name>, GET and PUT /resolver.',
      });
    }
  });
}

function put(zone: Zone, encodedName: string, request: IncomingMessage, response: ServerResponse): void {
  collectBody(request, (body) => {
    try {
      const name = decodeURIComponent(encodedName);
      const { target, ttlSeconds } = (JSON.parse(String(body)) ?? {}) as {
        target?: unknown;
        ttlSeconds?: unknown;
      };
      if (typeof target !== 'string')
        throw new RangeError('target is missing: the name that the record is to point to');
      const ttl = ttlSeconds ?? zone.find(name)?.ttlSeconds ?? recordTtlSeconds;
      answerJson(response, 200, zone.set({ name, target, ttlSeconds: ttl as number }));
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof URIError)
        answerJson(response, 400, { error: `The request cannot be read: ${error.message}` });
      else if (error instanceof RangeError) answerJson(response, 422, { error: error.message });
      else answerJson(response, 500, { error: String(error) });
    }
  });
}

function putResolver(resolver: TroubledResolver, request: IncomingMessage, response: ServerResponse): void {
  collectBody(request, (body) => {
    try {
      resolver.set(JSON.parse(String(body)) as ResolverState);
      answerJson(response, 200, resolver.state);
    } catch (error) {
      answerJson(response, 422, { error: String((error as Error).message) });
    }
  });
}
