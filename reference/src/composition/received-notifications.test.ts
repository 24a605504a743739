import { describe, expect, it } from 'vitest';
import type { Received } from '../vendors/config.js';
import { asNotifications } from './received-notifications.js';

const received = (over: Partial<Received>): Received => ({
  channel: 'pagerduty',
  monotonicMs: 5,
  at: '2026-01-01T00:00:00Z',
  summary: 'Failover completed',
  body: {},
  ...over,
});

describe('what the vendors received', () => {
  it('tells who sent it, however the vendor spells that', () => {
    const senders = [
      'failover-controller',
      'failover-controller@attest.test',
      'Alertmanager/0.31.1',
      'curl/8',
    ];
    expect(
      asNotifications(senders.map((sender) => received({ sender }))).map(({ sender }) => sender),
    ).toEqual(['controller', 'controller', 'alertmanager', undefined]);
  });

  it('leaves out predictions, which are work and tell nobody anything', () => {
    expect(asNotifications([received({ channel: 'replicate' })])).toEqual([]);
  });
});
