import { describe, expect, it } from 'vitest';
import { classifyFailure } from './executed.js';

const failure = (fields: object) => Object.assign(new Error('any'), fields);

describe('a statement that failed after it was sent', () => {
  it('was rolled back when the database answered with an error', () => {
    const error = failure({ severity: 'ERROR', code: '23505' });
    expect(classifyFailure(error)).toEqual({ kind: 'refused', sqlState: '23505', cause: error });
  });

  it.each([
    ['the server ended the connection', { severity: 'FATAL', code: '57P01' }],
    ['the server crashed', { severity: 'PANIC', code: 'XX000' }],
    ['the connection was reset', { code: 'ECONNRESET' }],
    ['nothing was heard in time', {}],
  ])('has an unknown outcome when %s', (_what, fields) => {
    expect(classifyFailure(failure(fields))).toMatchObject({ kind: 'unknown' });
  });
});
