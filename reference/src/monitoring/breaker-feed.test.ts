import { describe, expect, it } from 'vitest';
import { breakerSeries, type ScrapedSeries } from './breaker-feed.js';

const who = { service: 'worker', region: 'a', instance: 'w-1', name: 'vendor' };
const series = (labels: Record<string, string>, values: readonly [number, string][]): ScrapedSeries => ({
  metric: { ...who, ...labels },
  values,
});

const states = [
  series({ state: 'closed' }, [
    [105, '0'],
    [100, '1'],
  ]),
  series({ state: 'open' }, [
    [100, '0'],
    [105, '1'],
  ]),
];
const calls = ['success', 'failure', 'rejected'].map((outcome, at) =>
  series({ outcome }, [
    [100, String(at)],
    [105, String(10 + at)],
  ]),
);

describe('circuit breakers, as they were scraped', () => {
  it('have at each scrape the state that is 1, and all counts, on the monotonic clock', () => {
    expect(breakerSeries(states, calls, 90_000)).toEqual([
      {
        service: 'worker',
        region: 'a',
        instance: 'w-1',
        samples: [
          { monotonicMs: 10_000, state: 'closed', success: 0, failure: 1, rejected: 2 },
          { monotonicMs: 15_000, state: 'open', success: 10, failure: 11, rejected: 12 },
        ],
      },
    ]);
  });

  it('are told apart by their instance', () => {
    const other = [...states, ...calls].map(({ metric, values }) => ({
      metric: { ...metric, instance: 'w-2' },
      values,
    }));
    const all = breakerSeries([...states, ...other.slice(0, 2)], [...calls, ...other.slice(2)], 0);
    expect(all.map(({ instance, samples }) => [instance, samples.length])).toEqual([
      ['w-1', 2],
      ['w-2', 2],
    ]);
  });

  it('say nothing where a scrape lacks a state or a count', () => {
    expect(breakerSeries(states, calls.slice(1), 0)[0]?.samples).toEqual([]);
    expect(breakerSeries([], calls, 0)[0]?.samples).toEqual([]);
    expect(breakerSeries([], [], 0)).toEqual([]);
  });
});
