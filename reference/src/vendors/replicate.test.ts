import { describe, expect, it } from 'vitest';
import { Mailbox } from './mailbox.js';
import { Predictions } from './predictions.js';
import { replicate } from './replicate.js';

function setUp(durationMs = 200) {
  const clock = { nowMs: Date.parse('2026-01-01T00:00:00Z') };
  const predictions = new Predictions(durationMs, () => clock.nowMs);
  const vendor = replicate(['sdxl'], predictions, new Mailbox(10));
  const call = async (method: string, path: string, body?: unknown, headers = {}) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const answer = await vendor({ method, path, text, headers: { authorization: 'Bearer x', ...headers } });
    return { status: answer.status, body: answer.body as Record<string, unknown> };
  };
  return { clock, call };
}

const path = '/v1/models/owner/sdxl/predictions';
const input = { prompt: 'a lighthouse' };

describe('the GPU vendor', () => {
  it('takes a prediction from starting over processing to its image', async () => {
    const { clock, call } = setUp();
    const { status, body } = await call('POST', path, { input });
    expect([status, body.status, body.output, body.started_at]).toEqual([201, 'starting', null, null]);
    const show = async () => (await call('GET', `/v1/predictions/${body.id}`)).body;
    clock.nowMs += 50;
    expect(await show()).toMatchObject({ status: 'processing', started_at: '2026-01-01T00:00:00.050Z' });
    clock.nowMs += 150;
    expect(await show()).toMatchObject({
      status: 'succeeded',
      output: [`https://images.attest.test/${body.id}.png`],
      completed_at: '2026-01-01T00:00:00.200Z',
      metrics: { predict_time: 0.15 },
    });
  });

  it('holds the answer back until the prediction has ended when asked to wait', async () => {
    const { call } = setUp(0);
    const { body } = await call('POST', path, { input }, { prefer: 'wait' });
    expect(body.status).toBe('succeeded');
  });

  it('cancels what has not ended, and only that', async () => {
    const { clock, call } = setUp();
    const running = (await call('POST', path, { input })).body;
    expect((await call('POST', `/v1/predictions/${running.id}/cancel`)).body.status).toBe('canceled');
    const done = (await call('POST', path, { input })).body;
    clock.nowMs += 200;
    expect((await call('POST', `/v1/predictions/${done.id}/cancel`)).body.status).toBe('succeeded');
  });

  it.each([
    ['an unknown model', 'POST', '/v1/models/owner/nope/predictions', { input }, 404],
    ['an unknown version', 'POST', '/v1/predictions', { version: 'nope', input }, 422],
    ['a request without a version', 'POST', '/v1/predictions', { input }, 422],
    ['a request without an input', 'POST', path, {}, 422],
    ['a body that is no object', 'POST', path, [], 400],
    ['an unknown prediction', 'GET', '/v1/predictions/nope', undefined, 404],
    ['an unknown path', 'GET', '/v1/hardware', undefined, 404],
  ])('refuses %s', async (_what, method, at, body, status) => {
    expect(await setUp().call(method, at, body)).toMatchObject({ status, body: { status } });
  });

  it('refuses who does not say who he is', async () => {
    expect((await setUp().call('POST', path, { input }, { authorization: '' })).status).toBe(401);
  });
});
