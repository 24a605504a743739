import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lsnReached, parseLsn } from './lsn.js';

describe('WAL positions', () => {
  it('are compared as numbers, not as text', () => {
    expect(lsnReached('10/0', '9/FFFFFFFF')).toBe(true);
    expect(lsnReached('0/9', '0/10')).toBe(false);
    expect(lsnReached('0/10', '0/10')).toBe(true);
  });

  it('are compared exactly, beyond what a double can tell apart', () => {
    expect(lsnReached('FFFFFFFF/FFFFFFFE', 'FFFFFFFF/FFFFFFFF')).toBe(false);
  });

  it('are numbers of 64 bits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
        const printed = `${(value >> 32n).toString(16).toUpperCase()}/${(value & 0xffff_ffffn).toString(16).toUpperCase()}`;
        expect(parseLsn(printed)).toBe(value);
      }),
    );
  });

  it.each(['', '0', '0/', '0/123456789', 'x/1', '0/1 '])('are refused when they are none: «%s»', (text) => {
    expect(() => parseLsn(text)).toThrow(/not a WAL position/);
  });
});
