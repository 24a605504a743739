import { describe, expect, it } from 'vitest';
import { quoteSetting, shownStatement, synchronousStandbyNames } from './operations.js';

describe('what is said to a server', () => {
  it('let commits wait for any of the standbys, by their quoted names', () => {
    expect(synchronousStandbyNames(['eu-west-1', 'ap-southeast-1'])).toBe(
      'ANY 1 ("eu-west-1", "ap-southeast-1")',
    );
    expect(synchronousStandbyNames(['a', 'b', 'c'], 2)).toBe('ANY 2 ("a", "b", "c")');
    expect(synchronousStandbyNames(['odd"name'])).toBe('ANY 1 ("odd""name")');
  });

  it('let commits wait for nobody when there are no standbys', () => {
    expect(synchronousStandbyNames([])).toBe('');
  });

  it('are quoted', () => {
    expect(quoteSetting("it's")).toBe("'it''s'");
  });

  it('is shown on one line, with its values', () => {
    expect(shownStatement({ sql: 'select\n  $1', values: ['a'] })).toBe('select $1 -- "a"');
  });
});
