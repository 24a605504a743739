import { createHash } from 'node:crypto';
import express, { type RequestHandler, type Response } from 'express';

/** Ways to lie to clients that a platform has been seen to have. */
export type AnswerMutant = 'early' | '5xx-as-200';

/**
 * Makes a service lie, so that it can be shown that the lie is found: `early` acknowledges a write before anything is stored,
 * `5xx-as-200` acknowledges what failed. Only a run that asks for it has one.
 */
export function mutantAnswers(mutant: AnswerMutant, region: string): RequestHandler[] {
  // What an honest answer said last is what a liar would say.
  const last = { epoch: 1, region };
  const acknowledge = (send: ReturnType<typeof json>, content: unknown) =>
    send(201, { content, hash: sha256(String(content)), ...last });
  const lie: RequestHandler = (request, response, next) => {
    if (request.method !== 'POST') return next();
    const content = (request.body as { content?: unknown } | undefined)?.content;
    const send = json(response);
    if (mutant === 'early' && typeof content === 'string' && request.get('idempotency-key') !== undefined) {
      acknowledge(send, content);
      // The request is worked on as ever; what comes of it nobody hears.
      response.status = () => response;
      response.json = () => response;
      return next();
    }
    response.json = (body: { epoch?: number; region?: string }) => {
      if (body.epoch !== undefined && body.region !== undefined)
        Object.assign(last, { epoch: body.epoch, region: body.region });
      if (mutant === '5xx-as-200' && response.statusCode >= 500) acknowledge(send, content);
      else send(response.statusCode, body);
      return response;
    };
    next();
  };
  return [express.json({ limit: '256kb' }), lie];
}

/** Sends an answer as it is, however `response` has been changed meanwhile. */
function json(response: Response): (status: number, body: unknown) => void {
  const status = response.status.bind(response);
  const send = response.json.bind(response);
  return (code, body) => {
    status(code);
    send(body);
  };
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
