import { describe, expect, it } from 'vitest';
import { clockOffset } from './clock-offset.js';

const exchange = (sent: number, received: number, monotonicMs: number) =>
  ({ t: sent, op: 'clock', sent, received, monotonicMs }) as const;

describe('the offset between the clocks of generator and runner', () => {
  it('lies in the intersection of what all exchanges say', () => {
    const offset = clockOffset([exchange(0, 10, 1005), exchange(100, 102, 1102), exchange(200, 220, 1201)]);
    expect(offset).toEqual({ lowMs: 1000, highMs: 1001, offsetMs: 1000.5, exchanges: 3 });
  });

  it('is refused without any exchange', () => {
    expect(() => clockOffset([])).toThrow(/never exchanged times/);
  });

  it('is refused when a clock has jumped between two exchanges', () => {
    expect(() => clockOffset([exchange(0, 1, 1000), exchange(100, 101, 1200)])).toThrow(
      /one of the two clocks has jumped/,
    );
  });
});
