import { createServer } from 'node:http';
import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { closeServer, listenOnLoopback } from '../proxy/listen.js';
import { type AnswerMutant, mutantAnswers } from './mutant-answers.js';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function serving(mutant: AnswerMutant, status: number) {
  const worked: string[] = [];
  const app = express();
  for (const handler of mutantAnswers(mutant, 'a')) app.use(handler);
  app.post('/x', express.json(), (request, response) => {
    worked.push(request.body.content);
    const body = status < 500 ? { epoch: 3, region: 'b', hash: 'true' } : { error: {} };
    response.status(status).json(body);
  });
  app.get('/x', (_request, response) => void response.status(503).json({ error: {} }));
  const server = createServer(app);
  const port = await listenOnLoopback(server);
  ends.push(() => closeServer(server));
  const send = async (method = 'POST', key = 'k') => {
    const answer = await fetch(`http://127.0.0.1:${port}/x`, {
      method,
      ...(method === 'POST' ? { body: '{"content":"c"}' } : {}),
      headers: { 'content-type': 'application/json', ...(key === '' ? {} : { 'idempotency-key': key }) },
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  return { send, worked };
}

describe('a service that lies', () => {
  it('early: acknowledges whatever becomes of the write, and works on it all the same', async () => {
    const { send, worked } = await serving('early', 503);
    expect(await send()).toMatchObject({ status: 201, body: { content: 'c', epoch: 1, region: 'a' } });
    expect(worked).toEqual(['c']);
    expect((await send('POST', '')).status).toBe(503);
  });

  it('5xx-as-200: acknowledges what failed, in the epoch that it knows', async () => {
    const { send } = await serving('5xx-as-200', 503);
    expect(await send()).toMatchObject({ status: 201, body: { content: 'c', epoch: 1 } });
    expect((await send('GET')).status).toBe(503);
  });

  it('5xx-as-200: leaves a true answer as it is', async () => {
    const { send } = await serving('5xx-as-200', 201);
    expect(await send()).toEqual({ status: 201, body: { epoch: 3, region: 'b', hash: 'true' } });
  });
});
