import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerJson } from '../proxy/answer-json.js';
import { collectBody } from '../proxy/request-body.js';
import type { EdgeState } from './edge-state.js';
import type { TrafficSplit } from './traffic-split.js';

const defaultWindowSeconds = 10;

/** `GET /state?window=10`; `PUT /split/<service>` with `{"canaryWeight": 0.05}`, in effect when it is answered. */
export function createEdgeAdmin(
  state: (windowSeconds: number) => EdgeState,
  splits: ReadonlyMap<string, TrafficSplit>,
): Server {
  return createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://edge');
    const service = /^\/split\/([^/]+)$/.exec(url.pathname)?.[1];
    if (url.pathname === '/state') {
      const asked = Number(url.searchParams.get('window') ?? defaultWindowSeconds);
      const windowSeconds = Number.isInteger(asked) && asked > 0 ? Math.min(asked, 60) : defaultWindowSeconds;
      answerJson(response, 200, state(windowSeconds));
    } else if (service !== undefined && request.method === 'PUT') {
      putSplit(request, response, service, splits);
    } else {
      answerJson(response, 404, { error: `There is no ${request.method} ${url.pathname}.` });
    }
  });
}

function putSplit(
  request: IncomingMessage,
  response: ServerResponse,
  service: string,
  splits: ReadonlyMap<string, TrafficSplit>,
): void {
  collectBody(request, (body) => {
    const split = splits.get(service);
    if (split === undefined) {
      const error = `The edge has no service ${service}; it has ${[...splits.keys()].join(', ')}.`;
      return answerJson(response, 404, { error });
    }
    try {
      const { canaryWeight } = JSON.parse(String(body)) as { canaryWeight?: unknown };
      if (typeof canaryWeight !== 'number') throw new TypeError('canaryWeight is not a number');
      split.send(canaryWeight);
      answerJson(response, 200, { service, canaryWeight });
    } catch (error) {
      answerJson(response, 400, { error: `${(error as Error).message}; send {"canaryWeight": 0.05}` });
    }
  });
}
