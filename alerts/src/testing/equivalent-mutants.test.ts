import { describe, expect, it } from 'vitest';
import { equivalence } from './equivalent-mutants.js';
import type { LoadedRule } from './loaded-rule.js';
import { ruleMutants } from './mutants.js';

const alert = (expr: string, labels: Record<string, string> = {}): LoadedRule => ({
  alert: 'a',
  expr,
  labels,
  annotations: {},
});

/** Of every mutant whose description begins like that, whether it is taken for equivalent. */
const judged = (rule: LoadedRule, slip: string, file: LoadedRule[] = [rule]): boolean[] =>
  ruleMutants(rule)
    .filter(({ what }) => what.startsWith(`a: ${slip}`))
    .map((mutant) => equivalence(rule, mutant, file) !== undefined);

describe('a matcher that was dropped', () => {
  it('cannot be noticed where the other side of `and` or of a division has it', () => {
    expect(judged(alert('x{o="1"} > 2 and y{o="1"} > 3'), 'matcher')).toEqual([true, true]);
    expect(judged(alert('x{o="1"} / (y{o="1"} > 0)'), 'matcher')).toEqual([true, true]);
    expect(judged(alert('x{o="1"} and (y{o="1"} or z{o="1"})'), 'matcher')).toEqual([true, true, true]);
    expect(judged(alert('sum by (o) (rate(x{o="1"}[5m])) and on (o) y{o="1"}'), 'matcher')).toEqual([
      true,
      true,
    ]);
  });

  it.each([
    ['alone', 'x{o="1"} > 2', 1],
    ['beside `or`', 'x{o="1"} or y{o="1"}', 2],
    ['by which the other side does not select', 'x{o="1"} and y', 1],
    ['that the other side has with another value', 'x{o="1"} and y{o=~"1|2"}', 2],
    ['where vectors are matched without it', 'x{o="1"} and on (p) y{o="1"}', 2],
    ['where series are summed across it', 'sum(x{o="1"}) > 1 and y{o="1"}', 1],
    ['that is no equality', 'x{o!="1"} and y{o!="1"}', 2],
  ])('can be noticed %s', (_where, expr, count) => {
    expect(judged(alert(expr), 'matcher').slice(0, count)).toEqual(Array(count).fill(false));
  });
});

describe('a label that was dropped', () => {
  it('cannot be noticed where what fires brings it', () => {
    expect(judged(alert('x{o="1"} > 2', { o: '1' }), 'label o dropped')).toEqual([true]);
    expect(judged(alert('absent(x{o="1"})', { o: '1' }), 'label o dropped')).toEqual([true]);
    const recording = { record: 'x', expr: 'y', labels: { objective: '1', s: '2' }, annotations: {} };
    const rule = alert('x{objective="1"} > 2', { s: '2' });
    expect(judged(rule, 'label s dropped', [recording, rule])).toEqual([true]);
  });

  it('can be noticed where it is another, or is summed away, or is of what another objective records', () => {
    expect(judged(alert('x{o="1"} > 2', { o: '2' }), 'label o dropped')).toEqual([false]);
    expect(judged(alert('sum by (p) (x{o="1"}) > 2', { o: '1' }), 'label o dropped')).toEqual([false]);
    expect(judged(alert('x{p="1"} > 2 or x{o="1"}', { o: '1' }), 'label o dropped')).toEqual([false]);
    const recording = { record: 'x', expr: 'y', labels: { objective: '2', s: '2' }, annotations: {} };
    const rule = alert('x{objective="1"} > 2', { s: '2' });
    expect(judged(rule, 'label s dropped', [recording, rule])).toEqual([false]);
  });

  it('can be noticed where it was changed', () => {
    expect(judged(alert('x{o="1"} > 2', { o: '1' }), 'label o changed')).toEqual([false]);
  });
});

describe('a label that is no longer grouped by', () => {
  it('cannot be noticed where a matcher fixes it and the rule sets it', () => {
    expect(judged(alert('max by (o) (x{o="1"}) > 2', { o: '1' }), 'grouping')).toEqual([true]);
  });

  it('cannot be noticed where both sides that are matched on it have it with one value', () => {
    const rule = alert('sum by (o) (x{o="1"}) or on (o) y{o="1"}');
    expect(judged(rule, 'grouping')).toEqual([false, true]);
    expect(judged(alert('x{o="1"} or on (o) y{o="2"}'), 'grouping')).toEqual([false]);
    expect(judged(alert('x or on (o) y{o="1"}'), 'grouping')).toEqual([false]);
    expect(judged(alert('x{o="1"} / on (o) y{o="1"}'), 'grouping')).toEqual([false]);
  });

  it.each([
    ['the rule does not set it', 'max by (o) (x{o="1"}) > 2', {}],
    ['nothing fixes it', 'max by (o) (x) > 2', { o: '1' }],
    ['the rule sets another', 'max by (o) (x{o="1"}) > 2', { o: '2' }],
    ['another vector is matched with it', 'max by (o) (x{o="1"}) / y{o="1"}', { o: '1' }],
  ])('can be noticed where %s', (_where, expr, labels: Record<string, string>) => {
    expect(judged(alert(expr, labels), 'grouping')).toEqual([false]);
  });
});

it('other slips can be noticed', () => {
  const rule = alert('x{o="1"} > 2 and y{o="1"} > 3');
  expect(judged(rule, '> to')).toEqual([false, false, false, false]);
  expect(judged(rule, 'what follows')).toEqual([false]);
});
