import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketClients, type ClientSample, nearestRank } from './clients.js';

const sample = (t: number, more: Partial<ClientSample> = {}): ClientSample => ({
  t,
  ms: 10,
  ok: true,
  stream: 'writes',
  ...more,
});
const options = { lateMs: 1000 };

describe('the seconds that clients saw', () => {
  it('sort requests by the second in which they were due, not in which they ended', () => {
    const seconds = bucketClients([sample(999, { ms: 900 }), sample(1000)], options);
    expect(
      seconds.filter(({ stream }) => stream === 'writes').map(({ second, arrivals }) => [second, arrivals]),
    ).toEqual([
      [0, 1],
      [1000, 1],
    ]);
  });

  it('tell good, late, failed and dropped arrivals apart', () => {
    const samples = [
      sample(0),
      sample(1, { ms: 1000 }),
      sample(2, { ms: 1000.1 }),
      sample(3, { ok: false, ms: 5000 }),
    ];
    expect(bucketClients(samples, { ...options, drops: [{ t: 4, count: 2 }] })[0]).toEqual({
      stream: 'writes',
      second: 0,
      arrivals: 6,
      good: 2,
      late: 1,
      failed: 1,
      dropped: 2,
      p50Ms: 1000,
      p99Ms: 5000,
    });
  });

  it('show a second in which nothing arrived as zeros without latencies', () => {
    const seconds = bucketClients([sample(0), sample(2000)], options);
    expect(seconds.map(({ stream, second, arrivals, p99Ms }) => [stream, second, arrivals, p99Ms])).toEqual([
      ['writes', 0, 1, 10],
      ['reads', 0, 0, null],
      ['writes', 1000, 0, null],
      ['reads', 1000, 0, null],
      ['writes', 2000, 1, 10],
      ['reads', 2000, 0, null],
    ]);
  });

  it('end with the last whole second, and go on to it in silence', () => {
    const seconds = bucketClients([sample(0), sample(3500)], { ...options, untilMs: 3900 });
    expect([...new Set(seconds.map(({ second }) => second))]).toEqual([0, 1000, 2000]);
  });

  it('are none without samples', () => {
    expect(bucketClients([], { ...options, untilMs: 9000 })).toEqual([]);
  });

  it('never gain or lose an arrival', () => {
    const samples = fc.array(
      fc.record({
        t: fc.double({ min: 0, max: 60_000, noNaN: true }),
        ms: fc.double({ min: 0, max: 5000, noNaN: true }),
        ok: fc.boolean(),
        stream: fc.constantFrom('writes' as const, 'reads' as const),
      }),
    );
    fc.assert(
      fc.property(samples, (arrived) => {
        const seconds = bucketClients(arrived, options);
        const sum = (pick: (second: (typeof seconds)[number]) => number) =>
          seconds.reduce((total, second) => total + pick(second), 0);
        expect(sum(({ arrivals }) => arrivals)).toBe(arrived.length);
        expect(sum(({ good, late, failed, dropped }) => good + late + failed + dropped)).toBe(arrived.length);
      }),
    );
  });
});

describe('the nearest rank', () => {
  it.each([
    [[1, 2, 3, 4], 0.5, 2],
    [[1, 2, 3, 4], 0.99, 4],
    [[7], 0.5, 7],
    [Array.from({ length: 100 }, (_, index) => index + 1), 0.99, 99],
    [Array.from({ length: 200 }, (_, index) => index + 1), 0.99, 198],
  ])('of %o at %d is %d', (ordered, p, value) => {
    expect(nearestRank(ordered, p)).toBe(value);
  });

  it('of nothing is unknown', () => {
    expect(nearestRank([], 0.5)).toBeUndefined();
  });
});
