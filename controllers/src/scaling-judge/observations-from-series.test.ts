import { describe, expect, it } from 'vitest';
import { observationsFromSeries, type ScalingSeries } from './observations-from-series.js';

const one = (...values: (readonly [number, string])[]) => [{ metric: {}, values }];
const range = { start: 990, end: 1050 };
const series: ScalingSeries = {
  replicas: one([1005, '3'], [1020, '5'], [1035, '5']),
  cpu: one([1005, '99.9999999'], [1035, 'NaN']),
  memory: one([1020, '40']),
  counted: one([1020, '3'], [1035, '7']),
};

describe('the observations that series of a cluster tell', () => {
  it('stand one in each period, with what was measured then', () => {
    expect(observationsFromSeries(series, range)).toEqual([
      { t: 0, replicas: 3, utilization: { cpu: 100 } },
      { t: 15, replicas: 5, utilization: { memory: 40 }, counted: 3 },
      { t: 30, replicas: 5, utilization: {}, counted: 5 },
    ]);
  });

  it.each([
    ['nobody knows the replicas', { ...series, replicas: [] }, /no value of it/],
    ['nobody looked for a while', { ...series, replicas: one([1005, '3'], [1035, '5']) }, /15 s after/],
  ])('are refused when %s', (_why, given, message) => {
    expect(() => observationsFromSeries(given, range)).toThrow(message);
  });
});
