import { describe, expect, it } from 'vitest';
import { TrafficSplit } from './traffic-split.js';

/** Every thousandth once: what is uniform, without chance. */
function everyThousandth(): () => number {
  let at = 0;
  return () => (at++ % 1000) / 1000;
}

function canaries(split: TrafficSplit, requests: number): number {
  let count = 0;
  for (let request = 0; request < requests; request += 1) if (split.next() === 'canary') count += 1;
  return count;
}

describe('a split of the traffic', () => {
  it.each([0, 0.05, 0.1, 0.25, 0.5, 1])('gives the canary exactly its share of %d', (weight) => {
    const split = new TrafficSplit(everyThousandth());
    split.send(weight);
    expect(canaries(split, 1000)).toBe(1000 * weight);
  });

  it('is exact in expectation with real chance: within five standard deviations in 200,000 requests', () => {
    const split = new TrafficSplit();
    split.send(0.05);
    const deviation = Math.sqrt(200_000 * 0.05 * 0.95);
    expect(Math.abs(canaries(split, 200_000) - 10_000)).toBeLessThan(5 * deviation);
  });

  it('sends everything to the baseline until it is told otherwise', () => {
    expect(canaries(new TrafficSplit(() => 0), 10)).toBe(0);
  });

  it.each([-0.01, 1.01, 5, Number.NaN])('refuses a weight of %d, and keeps the one before', (weight) => {
    const split = new TrafficSplit();
    split.send(0.1);
    expect(() => split.send(weight)).toThrow('share from 0 to 1');
    expect(split.canaryWeight).toBe(0.1);
  });
});
