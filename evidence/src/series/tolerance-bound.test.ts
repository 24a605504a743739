import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantileOfMaximum, rateBound, runsNeeded } from './tolerance-bound.js';

/** The confidence that the maximum of so many runs is no less than this quantile: that not all of them lie below it. */
const confidenceOfMaximum = (runs: number, quantile: number): number => 1 - quantile ** runs;

describe('what the maximum of runs bounds', () => {
  it.each([
    // Source: NIST/SEMATECH e-Handbook, section 7.2.6.4, and every table of Wilks' numbers.
    [0.95, 0.95, 59],
    [0.9, 0.95, 29],
    [0.99, 0.95, 299],
    [0.95, 0.99, 90],
    [0.9, 0.9, 22],
    [0.5, 0.75, 2],
  ])('the %d quantile with confidence %d takes %d runs', (quantile, confidence, runs) => {
    expect(runsNeeded(quantile, confidence)).toBe(runs);
    expect(confidenceOfMaximum(runs, quantile)).toBeGreaterThanOrEqual(confidence);
    expect(confidenceOfMaximum(runs - 1, quantile)).toBeLessThan(confidence);
  });

  it('is little for few runs, and nothing for none', () => {
    expect(quantileOfMaximum(1, 0.95)).toBeCloseTo(0.05);
    expect(quantileOfMaximum(5, 0.95)).toBeCloseTo(0.549, 3);
    expect(quantileOfMaximum(0, 0.95)).toBe(0);
    expect(rateBound(0, 0.95)).toBe(1);
    // The rule of three: nothing in n runs means less than 3/n.
    expect(rateBound(100, 0.95)).toBeLessThan(3 / 100);
    expect(rateBound(100, 0.95)).toBeGreaterThan(2.9 / 100);
  });

  it('says the same in both directions', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 0.01, max: 0.999, noNaN: true }),
        (runs, confidence) => {
          expect(confidenceOfMaximum(runs, quantileOfMaximum(runs, confidence))).toBeCloseTo(confidence, 9);
        },
      ),
    );
  });

  it('is true of runs of any distribution: too low a maximum is as rare as promised', () => {
    // Exponential times, of which the 95 % quantile is known; a generator of its own, so that the test says the same every day.
    let state = 42;
    const uniform = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (state + 0.5) / 2 ** 32;
    };
    const quantile = -Math.log(0.05);
    const series = 4000;
    let tooLow = 0;
    for (let one = 0; one < series; one += 1) {
      let maximum = 0;
      for (let run = 0; run < 59; run += 1) maximum = Math.max(maximum, -Math.log(uniform()));
      if (maximum < quantile) tooLow += 1;
    }
    // 1 - 0.95^59 = 95.15 %; three standard errors on either side.
    expect(tooLow / series).toBeGreaterThan(0.038);
    expect(tooLow / series).toBeLessThan(0.059);
  });
});
