import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerJson } from '../proxy/answer-json.js';
import { collectBody } from '../proxy/request-body.js';
import type { MisbehaviourMessage } from '../services/misbehaviour-told.js';
import type { InstancePasswords } from './instance-passwords.js';
import type { InstanceTroubles, StartTrouble } from './instance-troubles.js';
import type { Release, ReleasedService } from './released-service.js';

interface Views {
  targets(): unknown;
  status(): unknown;
  scaling(): unknown;
  misbehaviour(): unknown;
  misbehave(service: string, defect: MisbehaviourMessage['defect']): void;
}

/**
 * `GET /targets`, `/status`, `/scaling`, `/misbehaviour`; `/releases/<service>`: PUT a `Release` deploys it beside what runs, DELETE
 * takes it away, POST lets it take over; `/secrets/database`: PUT hands out `{ passwords }`, GET tells who waits for them. For experiments:
 * `/misbehaviour/<service>`, where PUT says what is wrong with it from now on and DELETE takes that back; and, each with GET, PUT and
 * DELETE: `/troubles/starts/<instance>` (a `StartTrouble`; GET tells
 * all of `/troubles/starts`), `/troubles/clocks` (`{ offsetMs }`) and `/troubles/drained` (`{ instances }`).
 */
export function createSupervisorAdmin(
  views: Views,
  services: ReadonlyMap<string, ReleasedService>,
  troubles: InstanceTroubles,
  passwords: InstancePasswords,
): Server {
  const answers: Readonly<Record<string, () => unknown>> = {
    '/targets': () => views.targets(),
    '/status': () => views.status(),
    '/scaling': () => views.scaling(),
    '/misbehaviour': () => views.misbehaviour(),
  };
  return createServer((request, response) => {
    const { url = '' } = request;
    const view = answers[url];
    const service = /^\/releases\/([^/]+)$/.exec(url)?.[1];
    const misbehaving = /^\/misbehaviour\/([^/]+)$/.exec(url)?.[1];
    if (view !== undefined) answerJson(response, 200, view());
    else if (misbehaving !== undefined) handleMisbehaviour(request, response, misbehaving, views);
    else if (service !== undefined) handleRelease(request, response, services.get(service));
    else if (url === '/secrets/database') handlePasswords(request, response, passwords);
    else if (url.startsWith('/troubles/')) handleTroubles(request, response, troubles);
    else answerJson(response, 404, { error: `There is no ${url}.` });
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

/** Those who have them are told to others, and they themselves to nobody. */
function handlePasswords(
  request: IncomingMessage,
  response: ServerResponse,
  passwords: InstancePasswords,
): void {
  collectBody(request, async (body) => {
    if (request.method !== 'PUT') return answerJson(response, 200, passwords.handedOut);
    const given = JSON.parse(String(body)) as { passwords: readonly string[] };
    answerJson(response, 200, await passwords.handOut(given.passwords));
  });
}

/** Answers with what there is after the change. */
function handleTroubles(
  request: IncomingMessage,
  response: ServerResponse,
  troubles: InstanceTroubles,
): void {
  const { method, url = '' } = request;
  const [, what = '', name = ''] = /^\/troubles\/(starts|clocks|drained)(?:\/([^/]+))?$/.exec(url) ?? [];
  const changes: Readonly<Record<string, (body: unknown) => unknown>> = {
    'PUT starts': (trouble) => troubles.setStart(name, trouble as StartTrouble),
    'DELETE starts': () => troubles.clearStart(name),
    'PUT clocks': (body) => troubles.skewClocks((body as { offsetMs: number }).offsetMs),
    'DELETE clocks': () => troubles.skewClocks(0),
    'PUT drained': (body) => troubles.drain((body as { instances: readonly string[] }).instances),
    'DELETE drained': () => troubles.readmit(),
  };
  const views: Readonly<Record<string, () => unknown>> = {
    starts: () => troubles.starts,
    clocks: () => troubles.clocks(),
    drained: () => troubles.drained,
  };
  collectBody(request, async (body) => {
    const view = views[what];
    const change = changes[`${method} ${what}`];
    if (view === undefined || (change === undefined && method !== 'GET'))
      return answerJson(response, 404, { error: `There is no ${method} ${url}.` });
    try {
      await change?.(method === 'PUT' ? JSON.parse(String(body)) : undefined);
      answerJson(response, 200, await view());
    } catch (error) {
      answerJson(response, 422, { error: (error as Error).message });
    }
  });
}
