import { describe, expect, it } from 'vitest';
import { dueMs, stageOfArrival } from './arrivals.js';
import { growthOf } from './growth.js';
import { k6Exit } from './k6-exit-codes.js';
import {
  bucketIndex,
  countAbove,
  countOf,
  latencyHistogram,
  mergeHistograms,
  quantileMs,
  upperBound,
} from './latency-histogram.js';
import { profileNames, profiles, stagesOf } from './profiles.js';
import { neededFor, shareBounds } from './proportion.js';
import { random } from './testing/simulated-server.js';

describe('when arrivals are due', () => {
  const stages = [
    { perSecond: 100, seconds: 1 },
    { perSecond: 100, seconds: 2 },
    { perSecond: 0, seconds: 1 },
  ];

  // Of a k6 that ran these stages: its first arrivals came 141, 200 and 245 ms after it began, the 50th after one second.
  it.each([
    [0, 141.4],
    [1, 200],
    [2, 244.9],
    [49, 1000],
    [50, 1010],
    [249, 3000],
  ])('arrival %i after %f ms', (n, ms) => {
    expect(dueMs(n, stages)).toBeCloseTo(ms, 1);
  });

  it('are none after the last stage', () => {
    expect(dueMs(299, stages)).toBeDefined();
    expect(dueMs(300, stages)).toBeUndefined();
    expect(stageOfArrival(49, stages)).toBe(stages[0]);
    expect(stageOfArrival(50, stages)).toBe(stages[1]);
    expect(stageOfArrival(300, stages)).toBeUndefined();
  });
});

describe('the bounds of a share', () => {
  it('say nothing of nothing', () => expect(shareBounds(0, 0)).toBeUndefined());

  it('need some three hundred good ones for a p99', () => {
    expect(neededFor(0.01)).toBe(268);
    expect(shareBounds(0, 268)?.high).toBeLessThanOrEqual(0.01);
    expect(shareBounds(0, 250)?.high).toBeGreaterThan(0.01);
  });

  it('hold the truth in about 95 of 100 samples on each side', () => {
    const next = random(5);
    let above = 0;
    let below = 0;
    for (let sample = 0; sample < 2000; sample += 1) {
      let count = 0;
      for (let index = 0; index < 400; index += 1) count += next() < 0.05 ? 1 : 0;
      const { low, high } = shareBounds(count, 400) ?? { low: 0, high: 0 };
      above += low > 0.05 ? 1 : 0;
      below += high < 0.05 ? 1 : 0;
    }
    expect(above / 2000).toBeLessThan(0.08);
    expect(below / 2000).toBeLessThan(0.08);
  });
});

describe('a growing backlog', () => {
  const requests = (ms: (t: number) => number) =>
    Array.from({ length: 1000 }, (_, n) => ({ t: n * 10, ms: ms(n * 10) }));

  it('is seen while every request is still quick', () => {
    const growth = growthOf(
      requests((t) => 20 + t * 0.02),
      0,
      10_000,
    );
    expect(growth?.perSecond).toBeCloseTo(0.02, 5);
    expect(growth?.low).toBeGreaterThan(0.019);
  });

  it('is not seen in noise', () => {
    const next = random(2);
    const growth = growthOf(
      requests(() => 20 + 200 * next() ** 6),
      0,
      10_000,
    );
    expect(growth?.low).toBeLessThan(0.005);
    expect(growth?.high).toBeLessThan(0.03);
  });

  it('is unknown where there is too little to see', () => {
    expect(growthOf(requests(() => 1).slice(0, 20), 0, 10_000)).toBeUndefined();
  });
});

describe('a histogram of latencies', () => {
  it('has the buckets of Prometheus at schema 3, with a boundary at one second', () => {
    expect(upperBound(0)).toBe(1);
    expect(bucketIndex(1)).toBe(0);
    expect(bucketIndex(1.0000001)).toBe(1);
    for (let index = -80; index < 40; index += 1) expect(bucketIndex(upperBound(index))).toBe(index);
  });

  it('counts exactly what is above a boundary, and says when one is none', () => {
    const histogram = latencyHistogram([1, 999, 1000, 1000.5, 3000]);
    expect(countAbove(histogram, 1)).toBe(2);
    expect(countAbove(histogram, 0.75)).toBeUndefined();
    expect(countOf(histogram)).toBe(5);
  });

  it('merges to that of all requests together', () => {
    const next = random(9);
    const all = Array.from({ length: 900 }, () => 1 + 3000 * next() ** 4);
    const parts = [all.slice(0, 100), all.slice(100, 350), all.slice(350)].map((part) =>
      latencyHistogram(part),
    );
    expect(mergeHistograms(parts)).toEqual(latencyHistogram(all));
    const exact = all.toSorted((a, b) => a - b)[Math.ceil(0.99 * 900) - 1] as number;
    const told = quantileMs(mergeHistograms(parts), 0.99) as number;
    expect(told).toBeGreaterThanOrEqual(exact);
    expect(told).toBeLessThan(exact * 1.091);
  });

  it('is not merged with one of another resolution', () => {
    expect(() => mergeHistograms([{ schema: 2, zero: 0, buckets: [] }])).toThrow(/schema 2/);
    expect(quantileMs(latencyHistogram([]), 0.5)).toBeUndefined();
  });
});

describe('the exit codes of k6', () => {
  it('are all explained from 97 to 110, and only some are orderly', () => {
    const codes = Array.from({ length: 14 }, (_, index) => 97 + index);
    expect(new Set(codes.map((code) => k6Exit(code).means)).size).toBe(14);
    expect(codes.filter((code) => k6Exit(code).isOrderly)).toEqual([99, 103]);
    expect(k6Exit(1).isOrderly).toBe(false);
    expect(k6Exit(null).isOrderly).toBe(false);
  });
});

describe('the profiles', () => {
  it.each(profileNames.filter((name) => name !== 'breakpoint'))(
    '%s has a stage in which the promises must hold',
    (name) => {
      const stages = stagesOf(name, { usual: 40, peak: 667 });
      expect(stages.some(({ judged }) => judged)).toBe(true);
      expect(stages.every(({ perSecond, seconds }) => perSecond >= 1 && seconds > 0)).toBe(true);
      expect(profiles[name].question).toMatch(/\?$/);
    },
  );

  it('go to the peak and beyond under stress', () => {
    const rates = stagesOf('stress', { usual: 40, peak: 640 }).map(({ perSecond }) => perSecond);
    expect(Math.max(...rates)).toBe(940);
    expect(rates).toContain(640);
  });

  it.each(profileNames)('%s judges only while the rate is what its name says', (name) => {
    const stages = stagesOf(name, { usual: 40, peak: 640 });
    // k6 goes from the rate before to the one of a stage in a straight line; before the first it is none.
    for (const [index, { name: stage, perSecond, judged }] of stages.entries())
      if (judged) expect(stages[index - 1]?.perSecond ?? 0, stage).toBe(perSecond);
  });

  it('give a smoke test enough requests for a p99', () => {
    const [, smoke] = stagesOf('smoke', { usual: 5, peak: 10 });
    expect((smoke?.perSecond ?? 0) * (smoke?.seconds ?? 0)).toBeGreaterThanOrEqual(neededFor(0.01));
  });
});
