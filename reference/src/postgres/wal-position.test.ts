import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareWalPositions, walDistanceBytes, walPositionToBigInt } from './wal-position.js';

const position = (value: bigint) =>
  `${(value >> 32n).toString(16).toUpperCase()}/${(value & 0xffff_ffffn).toString(16).toUpperCase()}`;

describe('positions in the write-ahead log', () => {
  it('are compared as numbers, not as text', () => {
    expect(compareWalPositions('0/9', '0/10')).toBeLessThan(0);
    expect(compareWalPositions('A/0', '9/FFFFFFFF')).toBeGreaterThan(0);
    expect(compareWalPositions('0/1BBAFB0', '0/1BBAFB0')).toBe(0);
  });

  it('are compared exactly, beyond what a double can tell apart', () => {
    expect(compareWalPositions('FFFFFFFF/FFFFFFFE', 'FFFFFFFF/FFFFFFFF')).toBeLessThan(0);
  });

  it('are as far apart as their numbers', () => {
    const any = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect(walPositionToBigInt(position(a))).toBe(a);
        expect(walDistanceBytes(position(a), position(b))).toBe(b - a);
      }),
    );
  });

  it('are refused when they are none', () => {
    for (const text of ['', '0', '0/', '0/123456789', 'x/1', '0/1 ']) {
      expect(() => walPositionToBigInt(text)).toThrow(RangeError);
    }
  });
});
