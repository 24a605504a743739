import { describe, expect, it } from 'vitest';
import { expressionMutants, ruleMutants } from './mutants.js';

const done = (expr: string) => expressionMutants(expr).map((mutant) => mutant.expr);

describe('mutants of an expression', () => {
  it('slip in factor, comparator, window, conjunction, guard, matcher and grouping', () => {
    const expr = 'sum by (a, b) (rate(x{c="d",e!="f"}[5m])) / (y > 0) > 0.5 and z >= 3';
    expect(done(expr)).toEqual(
      expect.arrayContaining([
        expr.replace('0.5', '0.55'),
        expr.replace('0.5', '0.45'),
        expr.replace('> 0.5', '< 0.5'),
        expr.replace('[5m]', '[10m]'),
        expr.replace(' and ', ' or '),
        expr.replace(' and z >= 3', ''),
        'z >= 3',
        expr.replace('(y > 0)', '(y)'),
        expr.replace('c="d",', ''),
        expr.replace('e!="f"', '').replace(',}', '}'),
        expr.replace('by (a, b)', 'by (b)'),
        expr.replace('by (a, b)', 'by (a)'),
        expr.replace('rate(', 'increase('),
      ]),
    );
  });

  it('are all different from what they were made from', () => {
    const expr = 'max by (environment) (x{a="b"}) == 0';
    for (const mutant of done(expr)) expect(mutant).not.toBe(expr);
  });

  it('of a rule slip in its labels and in how long it must hold, too', () => {
    const rule = {
      alert: 'a',
      expr: 'x > 1',
      for: '30s',
      labels: { severity: 'critical' },
      annotations: {},
    };
    expect(ruleMutants(rule).map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        'a: label severity dropped',
        'a: label severity changed',
        'a: need not hold',
        'a: must hold for twice as long',
      ]),
    );
  });
});
