import { describe, expect, it } from 'vitest';
import { Streak } from './streak.js';

describe('a streak', () => {
  it('does not change on a single failure', () => {
    const streak = new Streak({ initially: true, failures: 2, successes: 2 });
    expect([streak.observe(false), streak.observe(true), streak.observe(false)]).toEqual([
      false,
      false,
      false,
    ]);
    expect(streak.holds).toBe(true);
  });

  it('changes after so many failures in a row, and reports it once', () => {
    const streak = new Streak({ initially: true, failures: 3, successes: 1 });
    expect([1, 2, 3, 4].map(() => streak.observe(false))).toEqual([false, false, true, false]);
    expect(streak.holds).toBe(false);
  });

  it('recovers after so many successes in a row', () => {
    const streak = new Streak({ initially: false, failures: 1, successes: 2 });
    expect([streak.observe(true), streak.observe(false), streak.observe(true), streak.observe(true)]).toEqual(
      [false, false, false, true],
    );
  });
});
