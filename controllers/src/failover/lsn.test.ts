import { describe, expect, it } from 'vitest';
import { lsnReached, parseLsn } from './lsn.js';

describe('WAL positions', () => {
  it('are compared as numbers, not as text', () => {
    expect(lsnReached('10/0', '9/FFFFFFFF')).toBe(true);
    expect(lsnReached('0/9', '0/10')).toBe(false);
    expect(lsnReached('0/10', '0/10')).toBe(true);
  });

  it('are refused when they are none', () => {
    expect(() => parseLsn('')).toThrow(/not a WAL position/);
  });
});
