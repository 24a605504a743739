import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isFinal } from '../../../controller-error.js';
import { Secret } from '../secret.js';
import { never, recorded } from '../testing/recorded.js';
import { type ScriptedAnswer, scriptedServer } from '../testing/scripted-server.js';
import type { HttpRequest } from './http-request.js';
import { jsonAnswer } from './json-answer.js';
import { pauseBeforeRetry, retryAfterMs } from './retry.js';
import { type Reading, send } from './send.js';

const token = new Secret('hunter2', 'VENDOR_TOKEN');
const requestTo = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  adapter: 'Vendor',
  method: 'PATCH',
  url: `${url}/thing`,
  headers: { authorization: token.prefixed('Bearer ') },
  body: { key: token, on: true },
  idempotent: true,
  permission: 'Things Write',
  ...more,
});
const reading: Reading<string> = {
  value: (text) => jsonAnswer(z.object({ name: z.string() }))(text).name,
  error: (text) => jsonAnswer(z.object({ message: z.string() }))(text).message,
  assumed: 'assumed',
};
const good: ScriptedAnswer = { body: { name: 'thing' } };
const no = (status: number, more: ScriptedAnswer = {}): ScriptedAnswer => ({
  status,
  body: { message: 'because' },
  ...more,
});

async function ask(answers: ScriptedAnswer[], more: Partial<HttpRequest> = {}) {
  const { url, heard } = await scriptedServer(...answers);
  const outcome = await send(requestTo(url, more), reading, recorded(), never).catch((error) => error);
  return { outcome, heard };
}

describe('a request', () => {
  it('is sent with its secrets, and shown without them', async () => {
    const { url, heard } = await scriptedServer(good);
    const options = recorded();
    expect(await send(requestTo(url), reading, options, never)).toBe('thing');
    expect(heard).toMatchObject([
      {
        method: 'PATCH',
        path: '/thing',
        headers: { authorization: 'Bearer hunter2' },
        body: { key: 'hunter2', on: true },
      },
    ]);
    expect(options.intents).toEqual([
      {
        adapter: 'Vendor',
        request: `PATCH ${url}/thing\ncontent-type: application/json\nauthorization: Bearer [VENDOR_TOKEN]\n\n{"key":"[VENDOR_TOKEN]","on":true}`,
      },
    ]);
    expect(JSON.stringify(options.intents)).not.toContain('hunter2');
  });

  it('is not sent in a dry run, and its answer is assumed', async () => {
    const { url, heard } = await scriptedServer(good);
    const options = recorded('dry-run');
    expect(await send(requestTo(url), reading, options, never)).toBe('assumed');
    expect(heard).toEqual([]);
    expect(options.intents).toHaveLength(1);
  });

  it.each<[string, ScriptedAnswer, string, RegExp, RegExp]>([
    ['400', no(400), 'rejected', /400: because/, /correct the values/],
    ['401', no(401), 'unauthorized', /401: because/, /expired or revoked/],
    ['403', no(403), 'forbidden', /403: because/, /it needs: Things Write/],
    ['404', no(404), 'not-found', /404: because/, /correct the identifiers/],
    ['409', no(409), 'conflict', /409: because/, /look at what it is now/],
    ['422', no(422), 'rejected', /422/, /correct the values/],
    ['a redirect', no(302, { headers: { location: '/login' } }), 'rejected', /302/, /correct the values/],
  ])('that gets %s is not repeated, by nobody', async (_name, answer, code, message, fix) => {
    const { outcome, heard } = await ask([answer, good]);
    expect(heard).toHaveLength(1);
    expect(outcome).toMatchObject({
      code,
      message: expect.stringMatching(message),
      fix: expect.stringMatching(fix),
    });
    expect(outcome.message).toMatch(/^Vendor: PATCH http.*\/thing: /);
    expect(isFinal(outcome)).toBe(true);
  });

  it.each<[string, ScriptedAnswer, string, RegExp]>([
    ['500', no(500), 'unavailable', /500: because \(3 attempts\)/],
    ['503', no(503), 'unavailable', /503/],
    ['423, locked', no(423), 'rate-limited', /423/],
    ['429', no(429), 'rate-limited', /429: because \(3 attempts\)/],
    ['a lost connection', { instead: 'reset' }, 'unreachable', /no connection.*\(3 attempts\)/],
    ['no answer', { instead: 'hang' }, 'timed-out', /no answer in time.*\(3 attempts\)/],
  ])('that gets %s is repeated, and given up after three attempts', async (_name, answer, code, message) => {
    expect((await ask([answer, answer, good])).outcome).toBe('thing');
    const { outcome, heard } = await ask([answer]);
    expect(heard).toHaveLength(3);
    expect(outcome).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(isFinal(outcome)).toBe(false);
  });

  it.each<[string, ScriptedAnswer, number]>([
    ['500', no(500), 1],
    ['a lost connection', { instead: 'reset' }, 1],
    ['no answer', { instead: 'hang' }, 1],
    ['429, which says that nothing was done', no(429), 3],
  ])('that does harm twice is sent so often after %s', async (_name, answer, times) => {
    expect((await ask([answer], { idempotent: false, method: 'POST' })).heard).toHaveLength(times);
  });

  it('waits as long as Retry-After says, and gives up when that is too long', async () => {
    const soon = await ask([no(429, { headers: { 'retry-after': '0' } }), good]);
    expect(soon.outcome).toBe('thing');
    const late = await ask([no(429, { headers: { 'retry-after': '300' } }), good]);
    expect(late.heard).toHaveLength(1);
    expect(late.outcome).toMatchObject({
      code: 'rate-limited',
      fix: expect.stringContaining('after 300 s'),
    });
  });

  it.each([
    ['a page of HTML', '<html>\n<title>Sign in</title>', /no JSON but "<html> <title>Sign in/],
    ['nothing', '', /no JSON but ""/],
    ['half of an answer', '{"name": "th', /no JSON/],
    ['another form', { title: 'thing' }, /name/],
  ])('that is answered with %s has done nobody knows what', async (_name, body, message) => {
    const { outcome, heard } = await ask([{ body }]);
    expect(heard).toHaveLength(1);
    expect(outcome).toMatchObject({
      code: 'malformed-answer',
      message: expect.stringMatching(message),
      fix: expect.stringContaining('proxy'),
    });
  });

  it('shows the beginning of an error page that is not the vendor’s', async () => {
    const { outcome } = await ask([{ status: 403, body: '<html>Corporate   proxy</html>' }]);
    expect(outcome.message).toContain('403: <html>Corporate proxy</html>');
  });

  it('ends when its caller gives up, also while it waits', async () => {
    const { url } = await scriptedServer({ instead: 'hang' });
    const giveUp = new AbortController();
    const sent = send(requestTo(url), reading, { ...recorded(), timeoutMs: 60_000 }, giveUp.signal);
    setTimeout(() => giveUp.abort(new Error('given up')), 20);
    await expect(sent).rejects.toThrow(/given up|abort/);
  });

  it('says where nobody listens', async () => {
    const sent = send(requestTo('http://127.0.0.1:1'), reading, recorded(), never);
    await expect(sent).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('the pause before another attempt', () => {
  const status = (code: number, retryAfter?: string) =>
    ({ kind: 'status', status: code, ...(retryAfter !== undefined && { retryAfter }) }) as const;

  it('doubles', () => {
    expect([1, 2, 3].map((attempt) => pauseBeforeRetry(status(500), attempt, true, 0))).toEqual([
      200,
      400,
      undefined,
    ]);
  });

  it('is what the service asks for, in seconds or as a date', () => {
    expect(pauseBeforeRetry(status(503, '1'), 1, true, 0)).toBe(1000);
    expect(retryAfterMs('Thu, 01 Jan 1970 00:00:02 GMT', 500)).toBe(1500);
    expect(retryAfterMs('Thu, 01 Jan 1970 00:00:02 GMT', 5000)).toBe(0);
    expect(retryAfterMs('soon', 0)).toBeUndefined();
  });
});
