import { describe, expect, it } from 'vitest';
import { operationName } from './operation-name.js';

describe('the name of an operation', () => {
  it.each([
    ['select 1', 'SELECT'],
    ['  \n INSERT INTO t VALUES (1)', 'INSERT'],
    ['-- why\n/* and\n how */ update t set a = 1', 'UPDATE'],
    ['with x as (select 1) select * from x', 'WITH'],
    ['BEGIN', 'BEGIN'],
    ['commit;', 'COMMIT'],
    ['frobnicate everything', '_OTHER'],
    ['-- only a comment', '_OTHER'],
    ['', '_OTHER'],
    ['selected', '_OTHER'],
    [`/*${'x'.repeat(100_000)}*/ select 1`, '_OTHER'],
    [undefined, '_OTHER'],
  ])('of %j is %s', (statement, expected) => {
    expect(operationName(statement)).toBe(expected);
  });
});
