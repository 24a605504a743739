import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerJson } from '../proxy/answer-json.js';
import { collectBody } from '../proxy/request-body.js';
import type { MisbehaviourMessage } from '../services/misbehaviour-told.js';
import type { Release, ReleasedService } from './released-service.js';

interface Views {
  targets(): unknown;
  status(): unknown;
  scaling(): unknown;
  misbehaviour(): unknown;
  misbehave(service: string, defect: MisbehaviourMessage['defect']): void;
}

/**
 * `GET /targets`, `/status`, `/scaling`, `/misbehaviour`; `/misbehaviour/<service>`: PUT what is wrong with it from now on, DELETE
 * takes that back; `/releases/<service>`: PUT a `Release` deploys it beside what runs, DELETE takes it away,
 * POST lets it take over.
 */
export function createSupervisorAdmin(views: Views, services: ReadonlyMap<string, ReleasedService>): Server {
  const answers: Readonly<Record<string, () => unknown>> = {
    '/targets': () => views.targets(),
    '/status': () => views.status(),
    '/scaling': () => views.scaling(),
    '/misbehaviour': () => views.misbehaviour(),
  };
  return createServer((request, response) => {
    const view = answers[request.url ?? ''];
    const service = /^\/releases\/([^/]+)$/.exec(request.url ?? '')?.[1];
    const misbehaving = /^\/misbehaviour\/([^/]+)$/.exec(request.url ?? '')?.[1];
    if (view !== undefined) answerJson(response, 200, view());
    else if (misbehaving !== undefined) handleMisbehaviour(request, response, misbehaving, views);
    else if (service !== undefined) handleRelease(request, response, services.get(service));
    else answerJson(response, 404, { error: `There is no ${request.url}.` });
  });
}

function handleMisbehaviour(
  request: IncomingMessage,
  response: ServerResponse,
  service: string,
  views: Views,
): void {
  collectBody(request, (body) => {
    const isPut = request.method === 'PUT';
    views.misbehave(service, isPut ? JSON.parse(String(body)) : undefined);
    answerJson(response, 200, views.misbehaviour());
  });
}

function handleRelease(
  request: IncomingMessage,
  response: ServerResponse,
  service: ReleasedService | undefined,
): void {
  collectBody(request, (body) => {
    if (service === undefined) {
      const error =
        'Nothing can be released here: no such service, or its number of instances follows its load.';
      return answerJson(response, 404, { error });
    }
    try {
      if (request.method === 'PUT') service.deploy(JSON.parse(String(body)) as Release);
      else if (request.method === 'DELETE') service.withdraw();
      else if (request.method === 'POST') service.promote();
      answerJson(response, 200, { release: service.release ?? null });
    } catch (error) {
      answerJson(response, 409, { error: (error as Error).message });
    }
  });
}
