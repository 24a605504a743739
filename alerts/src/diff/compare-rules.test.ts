import { describe, expect, it } from 'vitest';
import { compareRules } from './compare-rules.js';
import type { LoadedRule } from './loaded-rule.js';
import { seriesNames } from './series-names.js';

const rule = (change: Partial<LoadedRule> = {}): LoadedRule => ({
  group: 'g',
  kind: 'alert',
  name: 'high_error_rate',
  expr: 'a > 1',
  forSeconds: 60,
  labels: { severity: 'critical', service: 'shop-api' },
  reads: ['http_requests_total'],
  ...change,
});

describe('the difference between our rules and those that are loaded', () => {
  it('is none where they are the same, whatever group they are in', () => {
    const { same, different, missing, foreign } = compareRules([rule()], [rule({ group: 'other' })]);
    expect([same.length, different, missing, foreign]).toEqual([1, [], [], []]);
  });

  it('says what differs', () => {
    const { different } = compareRules([rule()], [rule({ expr: 'a > 2', forSeconds: 30 })]);
    expect(different.map(({ what }) => what)).toEqual([['expr', 'for']]);
  });

  it('says what is missing, and tells rules of one name by their labels', () => {
    const other = rule({ labels: { severity: 'critical', service: 'admin-api' } });
    const { missing, foreign } = compareRules([rule()], [other]);
    expect(missing).toEqual([rule()]);
    expect(foreign[0]?.theirs).toEqual(other);
  });

  it('finds which of theirs ours would replace: by the name, whatever its letters, or by what both read', () => {
    const theirs = [
      rule({ name: 'HighErrorRate', labels: {}, reads: [] }),
      rule({ name: 'ApiErrors', labels: {}, reads: ['http_requests_total'] }),
      rule({ name: 'DiskFull', labels: {}, reads: ['node_filesystem_avail_bytes'] }),
      rule({ kind: 'record', name: 'job:x:sum', labels: {}, reads: ['http_requests_total'] }),
    ];
    const { foreign } = compareRules([rule()], theirs);
    expect(foreign.map(({ theirs: { name }, replacedBy }) => [name, replacedBy])).toEqual([
      ['HighErrorRate', [{ name: 'high_error_rate', because: 'the same name' }]],
      ['ApiErrors', [{ name: 'high_error_rate', because: 'both read http_requests_total' }]],
      ['DiskFull', []],
      ['job:x:sum', []],
    ]);
  });
});

describe('names of series', () => {
  it('are those of selectors, not of functions and labels', () => {
    expect(seriesNames('sum by (a) (rate(b{c="d"}[5m])) / on (e) (f:g:h > 0) or vector(1)')).toEqual([
      'b',
      'f:g:h',
    ]);
  });
});
