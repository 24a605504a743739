import { describe, expect, it } from 'vitest';
import { nextStep } from './search.js';
import { wholeRates } from './whole-rates.js';

function perSecondOf(perSecond: number): { target: number; perSecond: number } {
  const { timeUnit, stages } = wholeRates([{ perSecond, seconds: 12 }]);
  const { target } = stages[0] ?? { target: Number.NaN };
  return { target, perSecond: target / Number.parseInt(timeUnit, 10) };
}

describe('the rates that k6 is told', () => {
  it.each([92.8, 4.1, 67.9, 0.5, 20, 1234])('are whole numbers that make %s requests a second', (rate) => {
    const told = perSecondOf(rate);
    expect(told.target).toSatisfy(Number.isInteger);
    expect(told.perSecond).toBeCloseTo(rate, 9);
  });

  it('are the ones that a search below 100 requests a second asks for', () => {
    const climb = { purpose: 'climb', limits: [] } as const;
    const next = nextStep(
      [
        { ...climb, perSecond: 80, outcome: 'held', goodPerSecond: 80 },
        { ...climb, perSecond: 160, outcome: 'failed', goodPerSecond: 95.7 },
      ],
      {
        startPerSecond: 20,
        minPerSecond: 2,
        maxPerSecond: 999.97,
        maxIs: 'max-rate',
        errorRatio: 0.05,
        resolution: 1.04,
        secondsFor: () => 12,
      },
      Number.POSITIVE_INFINITY,
    );
    expect(next).toMatchObject({ do: 'try', perSecond: 92.8 });
    expect(perSecondOf(92.8).perSecond).toBe(92.8);
  });
});
