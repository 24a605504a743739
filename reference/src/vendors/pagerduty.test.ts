import { describe, expect, it } from 'vitest';
import { Mailbox } from './mailbox.js';
import { eventErrors, pagerduty } from './pagerduty.js';

const key = '0123456789abcdef0123456789abcdef';
const event = {
  routing_key: key,
  event_action: 'trigger',
  dedup_key: 'region-a',
  payload: { summary: 'Region a is lost', source: 'failover-controller', severity: 'critical' },
};

function enqueue(body: unknown, path = '/v2/enqueue') {
  const mailbox = new Mailbox(10, () => 42);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { answer: pagerduty([key], mailbox)({ method: 'POST', path, headers: {}, text }), mailbox };
}

describe('the pager', () => {
  it('accepts an event, names its deduplication key and keeps it without the routing key', () => {
    const { answer, mailbox } = enqueue(event);
    expect(answer).toEqual({
      status: 202,
      body: { status: 'success', message: 'Event processed', dedup_key: 'region-a' },
    });
    expect(mailbox.read('pagerduty')).toMatchObject([
      { monotonicMs: 42, summary: 'Region a is lost', dedupKey: 'region-a', sender: 'failover-controller' },
    ]);
    expect(JSON.stringify(mailbox.read())).not.toContain(key);
  });

  it('makes up a deduplication key where the event has none', () => {
    const { answer } = enqueue({ ...event, dedup_key: undefined });
    expect(answer).toMatchObject({
      status: 202,
      body: { dedup_key: expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
  });

  it('accepts the resolution of an event without a payload', () => {
    const { answer } = enqueue({ routing_key: key, event_action: 'resolve', dedup_key: 'region-a' });
    expect(answer).toMatchObject({ status: 202 });
  });

  it('answers an invalid event as documented, with every error, and keeps nothing', () => {
    const { answer, mailbox } = enqueue({ event_action: 'trigger', payload: { severity: 'awful' } });
    expect(answer).toEqual({
      status: 400,
      body: {
        status: 'invalid event',
        message: 'Event object is invalid',
        errors: [
          "'routing_key' is missing or blank",
          "'payload.summary' is missing or blank",
          "'payload.source' is missing or blank",
          "'payload.severity' is invalid (must be one of the following: 'critical', 'error', 'warning', 'info')",
        ],
      },
    });
    expect(mailbox.read()).toEqual([]);
  });

  it.each([
    ['a routing key of nobody', { routing_key: 'x' }, "'routing_key' is not the key of an integration"],
    ['no action', { event_action: '' }, "'event_action' is missing or blank"],
    ['an unknown action', { event_action: 'panic' }, "'event_action' is invalid"],
    ['a resolution of nothing', { event_action: 'resolve', dedup_key: undefined }, "'dedup_key' is missing"],
    ['no payload', { payload: undefined }, "'payload' is missing or blank"],
    ['a summary that is too long', { payload: { ...event.payload, summary: 'x'.repeat(1025) } }, '1024'],
    ['a deduplication key that is too long', { dedup_key: 'x'.repeat(256) }, '255'],
  ])('refuses %s', (_what, change, message) => {
    expect(eventErrors({ ...event, ...change }, [key])).toEqual([expect.stringContaining(message)]);
  });

  it('refuses what is no JSON object, and any other path', () => {
    expect(enqueue('[]').answer).toMatchObject({ status: 400 });
    expect(enqueue('{').answer).toMatchObject({ status: 400 });
    expect(enqueue(event, '/v1/enqueue').answer).toMatchObject({ status: 404 });
  });
});
