import type { RolloutEvent } from '@attest/evidence';
import { describe, expect, it } from 'vitest';
import type { Interval } from './interval.js';
import { journaled } from './journaled.js';
import type { RolloutPorts } from './rollout-runner.js';

const interval: Interval = {
  t: 5,
  seconds: 5,
  canary: { requests: 100, errors: 20, latency: { le: [0.1, 0.5, Infinity], counts: [90, 10, 0] }, cpu: 0.2 },
  baseline: { requests: 1, errors: 0 },
};

function ports(over: Partial<RolloutPorts> = {}): RolloutPorts {
  return {
    send: async () => {},
    retire: async () => {},
    notify: async () => {},
    measure: async () => interval,
    wait: async () => true,
    show: () => {},
    ...over,
  };
}

function log(over: Partial<RolloutPorts> = {}) {
  const events: RolloutEvent[] = [];
  return { events, journal: journaled('api', ports(over), (event) => events.push(event)) };
}

describe('the journal of a rollout', () => {
  it('tells what was done, after it was done', async () => {
    const { events, journal } = log();
    await journal.send(0.05);
    await journal.retire('canary');
    const notice = {
      severity: 'critical',
      outcome: 'rolled-back',
      metric: 'latency',
      summary: 'Slow.',
    } as const;
    await journal.notify('slack', notice);
    expect(events).toEqual([
      { service: 'api', event: 'sent', weight: 0.05 },
      { service: 'api', event: 'retired', revision: 'canary' },
      {
        service: 'api',
        event: 'notified',
        channel: 'slack',
        outcome: 'rolled-back',
        metric: 'latency',
        summary: 'Slow.',
      },
    ]);
  });

  it('tells nothing of what failed', async () => {
    const fails = async () => Promise.reject(new Error('no edge'));
    const { events, journal } = log({ send: fails });
    await expect(journal.send(0.05)).rejects.toThrow('no edge');
    expect(events).toEqual([]);
  });

  it('tells what was measured, what was not known as not known, and why nothing was measured', async () => {
    const { events, journal } = log();
    expect(await journal.measure()).toBe(interval);
    expect(events[0]).toMatchObject({
      canary: { requests: 100, errors: 20, p99Seconds: 0.5, cpu: 0.2 },
      baseline: { requests: 1, errors: 0, p99Seconds: null, cpu: null },
    });
    const broken = log({ measure: async () => Promise.reject(new Error('Prometheus is gone')) });
    expect(await broken.journal.measure()).toBeUndefined();
    expect(broken.events).toEqual([{ service: 'api', event: 'unmeasured', reason: 'Prometheus is gone' }]);
  });
});
