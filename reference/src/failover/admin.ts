import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { FailoverController } from '@attest/controllers/failover';
import { answerJson } from '../proxy/answer-json.js';
import { collectBody } from '../proxy/request-body.js';

const manualTriggers = ['maintenance', 'security_incident'] as const;

/**
 * `GET /state`, `POST /failover {"trigger":"maintenance","reason":"…","to":"…"}` (`to` is optional), `POST /retry`. All answer with
 * the controller's status.
 */
export function createAdmin(controller: FailoverController): Server {
  return createServer((request, response) => {
    collectBody(request, (body) => {
      answer(controller, request, body instanceof Buffer ? body.toString() : '').then(
        ([status, value]) => answerJson(response, status, value),
        (error: Error) => answerJson(response, 500, { error: error.message }),
      );
    });
  });
}

async function answer(
  controller: FailoverController,
  { method, url }: IncomingMessage,
  body: string,
): Promise<[number, unknown]> {
  if (method === 'GET' && url === '/state') return [200, controller.status()];
  if (method === 'POST' && url === '/retry') return [202, await controller.retry()];
  if (method !== 'POST' || url !== '/failover')
    return [404, { error: 'GET /state, POST /failover, POST /retry' }];
  const { trigger = 'maintenance', reason, to } = parse(body);
  const known = manualTriggers.find((name) => name === trigger);
  if (known === undefined || typeof reason !== 'string' || reason === '') {
    return [400, { error: `needs {"trigger":"${manualTriggers.join('" or "')}","reason":"…"}` }];
  }
  return [202, await controller.trigger(known, reason, typeof to === 'string' ? to : undefined)];
}

function parse(body: string): { trigger?: unknown; reason?: unknown; to?: unknown } {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
