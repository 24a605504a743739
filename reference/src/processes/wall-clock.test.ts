import { afterEach, describe, expect, it } from 'vitest';
import { readWallClock, setWallClock } from './wall-clock.js';

const machine = globalThis.Date;
const minute = 60_000;

afterEach(() => setWallClock(0));

describe('the wall clock of a program', () => {
  it('is wrong for everything that asks for the time of day', () => {
    const before = Date.now();
    const dated = () => Reflect.construct(Date, []) as Date;
    setWallClock(10 * minute);
    for (const shown of [Date.now(), dated().getTime(), Date.parse(Date()), readWallClock().nowMs]) {
      // Text has no milliseconds.
      expect(shown).toBeGreaterThanOrEqual(before + 10 * minute - 1000);
      expect(shown).toBeLessThan(before + 11 * minute);
    }
  });

  it('leaves alone what is not now, and the monotonic clock', () => {
    const monotonic = performance.now();
    setWallClock(-10 * minute);
    expect(new Date(0).getTime()).toBe(0);
    expect(new Date(2026, 0, 1)).toEqual(new machine(2026, 0, 1));
    expect(new machine() instanceof Date && new Date() instanceof machine).toBe(true);
    expect(performance.now() - monotonic).toBeLessThan(minute);
  });

  it('is the machine’s again, and nothing is left in its way', () => {
    setWallClock(10 * minute);
    setWallClock(0);
    expect(globalThis.Date).toBe(machine);
    expect(Math.abs(readWallClock().nowMs - machine.now())).toBeLessThan(minute);
    expect(readWallClock().offsetMs).toBe(0);
  });
});
