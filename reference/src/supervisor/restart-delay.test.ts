import { describe, expect, it } from 'vitest';
import { restartDelayMs } from './restart-delay.js';

describe('the back-off of a crash loop', () => {
  it('restarts at once, then after 10, 20, 40, … seconds, and never later than five minutes', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 30].map(restartDelayMs)).toEqual([
      0, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000, 300_000,
    ]);
  });
});
