import { describe, expect, it } from 'vitest';
import { trueKnee, unevenness } from '../../../bench/true-knee.js';

const at = (perSecond: number, count: number, late: (index: number) => number, fromMs = 0) =>
  Array.from({ length: count }, (_, index) => fromMs + (index * 1000) / perSecond + late(index));
const everyThirdLate = (ms: number) => (index: number) => (index % 3 === 0 ? ms : 0);

describe('the knee of a server that is known', () => {
  it.each(['no-queue', 'cliff'] as const)('is its capacity where requests arrive evenly: %s', (kind) => {
    expect(trueKnee(kind, 180, 8, 0.05, [0]) / 180).toBeCloseTo(1, 2);
  });

  it('is more than it can do by what it may refuse', () => {
    expect(trueKnee('limit', 180, 8, 0.05, [0])).toBeCloseTo(180 / 0.95, 0);
  });

  it('is less where nobody can wait and requests arrive unevenly, by as much as they do', () => {
    const uneven = (ms: number) =>
      trueKnee(
        'no-queue',
        180,
        8,
        0.05,
        Array.from({ length: 3 }, (_, i) => everyThirdLate(ms)(i)),
      );
    expect(uneven(1)).toBeLessThan(180 * 0.99);
    expect(uneven(4)).toBeLessThan(uneven(1));
  });
});

describe('how unevenly requests arrived', () => {
  it('is seen in every step by itself, whatever its rate', () => {
    const steps = [...at(50, 300, everyThirdLate(3)), ...at(200, 300, everyThirdLate(3), 7000)];
    const uneven = unevenness(steps);
    expect(uneven).toHaveLength(600);
    expect(Math.max(...uneven)).toBeCloseTo(2, 1);
    expect(Math.min(...uneven)).toBeCloseTo(-1, 1);
  });

  it('is nothing where they came evenly, and unknown of a few', () => {
    expect(Math.max(...unevenness(at(100, 400, () => 0)))).toBeLessThan(1e-6);
    expect(unevenness(at(100, 20, () => 0))).toEqual([]);
  });
});
