import { describe, expect, it } from 'vitest';
import { burnRates, factorOf, thresholdOf } from './burn-rates.js';
import { burnTimes, outageDetection, windowTimes } from './detection.js';
import type { Objective } from './objective.js';

const objective = { target: 0.999, windowDays: 30 } as Objective;

describe('burn rates', () => {
  it('are those of the workbook for 30 days, and keep their share of the budget for other windows', () => {
    expect(burnRates.map((rate) => factorOf(rate, 30))).toEqual([14.4, 6, 1.2, 1]);
    expect(burnRates.map((rate) => factorOf(rate, 15))).toEqual([7.2, 3, 0.6, 0.5]);
    expect(thresholdOf(burnRates[0], objective)).toBe(0.0144);
  });
});

describe('the closed form', () => {
  it.each([
    // Threshold 1.44 % of an hour.
    [1, 51.84, 295.68],
    [0.5, 103.68, 291.36],
    [0.1, 518.4, 256.8],
    [0.0144, 'never', 'never'],
  ])('of the fastest pair at %d errors', (share, detection, reset) => {
    expect(burnTimes(burnRates[0], objective, share)).toEqual({ detection, reset });
  });

  it('of a ceiling', () => {
    expect(windowTimes({ threshold: 0.05, windowSeconds: 60, forSeconds: 60 }, 1)).toEqual({
      detection: 63,
      reset: 57,
    });
    expect(windowTimes({ threshold: 0.05, windowSeconds: 60, forSeconds: 60 }, 0.05).detection).toBe('never');
  });

  it('of a total outage is that of the pairs that page', () => {
    expect(outageDetection(objective)).toBe(51.84);
  });
});
