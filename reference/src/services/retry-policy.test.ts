import { describe, expect, it } from 'vitest';
import { afterFailure, finalError } from './retry-policy.js';

const error = new Error('any');

describe('a failed attempt', () => {
  it('is followed by another, each after twice the time, at most a minute', () => {
    const delays = [1, 2, 3, 7, 20].map((attempt) => afterFailure(attempt, 100, error));
    expect(delays).toEqual([1, 2, 4, 60, 60].map((delaySeconds) => ({ kind: 'retry', delaySeconds })));
  });

  it('is the last one when all are used up', () => {
    expect([4, 5, 6].map((attempt) => afterFailure(attempt, 5, error).kind)).toEqual([
      'retry',
      'dead',
      'dead',
    ]);
  });

  it('is the last one when no other could succeed', () => {
    expect(afterFailure(1, 5, finalError('no such table'))).toEqual({ kind: 'dead' });
  });
});
