import { describe, expect, it } from 'vitest';
import { alarms } from './alarms.js';
import { logOddsEValue } from './odds-e-value.js';
import { logRateEValue } from './rate-e-value.js';

const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);

/** Fisher's noncentral hypergeometric distribution, written out. */
function shares(
  canaryTotal: number,
  baselineTotal: number,
  events: number,
  odds: number,
): Map<number, number> {
  const weights = new Map<number, number>();
  for (let k = Math.max(0, events - baselineTotal); k <= Math.min(canaryTotal, events); k += 1) {
    weights.set(k, choose(canaryTotal, k) * choose(baselineTotal, events - k) * odds ** k);
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return new Map([...weights].map(([k, weight]) => [k, weight / total]));
}

const expectation = (
  canaryTotal: number,
  baselineTotal: number,
  events: number,
  truth: number,
  alternative: number,
  nullOdds: number,
) =>
  [...shares(canaryTotal, baselineTotal, events, truth)].reduce((sum, [canaryEvents, probability]) => {
    const table = { canaryTotal, canaryEvents, baselineTotal, baselineEvents: events - canaryEvents };
    return sum + probability * Math.exp(logOddsEValue(table, alternative, nullOdds));
  }, 0);

describe('the e-value of an odds ratio', () => {
  const margins = [
    [10, 40, 7],
    [3, 3, 6],
    [20, 5, 22],
    [1, 60, 1],
    [30, 30, 30],
  ] as const;
  it.each(margins)(
    'expects 1 when the revisions are alike (%i and %i requests, %i events)',
    (one, other, events) => {
      for (const odds of [1.25, 2, 20]) expect(expectation(one, other, events, 1, odds, 1)).toBeCloseTo(1, 9);
    },
  );

  it.each(margins)(
    'expects no more when the canary is better (%i and %i requests, %i events)',
    (one, other, events) => {
      for (const truth of [0.1, 0.5, 0.9]) {
        for (const odds of [1.25, 2, 20])
          expect(expectation(one, other, events, truth, odds, 1)).toBeLessThanOrEqual(1 + 1e-9);
      }
    },
  );

  it('expects at most 1 of the bet that errors have not doubled, when they have', () => {
    for (const truth of [2, 3, 10]) {
      for (const [one, other, events] of margins) {
        expect(expectation(one, other, events, truth, 1, 2)).toBeLessThanOrEqual(1 + 1e-9);
      }
    }
  });

  it('grows when the canary has more than its share, and stays within a double at any size', () => {
    const at = (canaryEvents: number) =>
      logOddsEValue(
        { canaryTotal: 6_000_000, canaryEvents, baselineTotal: 114_000_000, baselineEvents: 1_140_000 },
        20,
      );
    expect(at(120_000)).toBeGreaterThan(at(60_000));
    expect(Number.isFinite(at(5_000_000))).toBe(true);
  });

  it('says nothing without events, or without one of the revisions', () => {
    const table = { canaryTotal: 10, canaryEvents: 0, baselineTotal: 10, baselineEvents: 0 };
    expect(logOddsEValue(table, 2)).toBe(0);
    expect(logOddsEValue({ ...table, canaryEvents: 3, baselineTotal: 0 }, 2)).toBe(0);
  });
});

describe('the e-value of a rate', () => {
  it.each([
    [0.05, 0.05, 0.2],
    [0.01, 0.05, 0.2],
    [0.05, 0.05, 0.01],
    [0.2, 0.05, 0.01],
    [0.05, 0.05, 0],
  ])('expects at most 1 at %f, against %f, in favour of %f', (truth, nullRate, alternative) => {
    const n = 12;
    let mean = 0;
    for (let k = 0; k <= n; k += 1) {
      const probability = choose(n, k) * truth ** k * (1 - truth) ** (n - k);
      mean += probability * Math.exp(logRateEValue(n, k, alternative, nullRate));
    }
    expect(mean).toBeLessThanOrEqual(1 + 1e-9);
  });
});

describe('the alarms', () => {
  it('together cry wolf over at most 1 % of the rollouts', () => {
    const total = Object.values(alarms).reduce((sum, { falseAlarms }) => sum + falseAlarms, 0);
    expect(total).toBeLessThanOrEqual(0.01 + 1e-12);
  });

  it.each(Object.entries(alarms))('spread one stake over their alternatives: %s', (_name, { weights }) => {
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  });
});
