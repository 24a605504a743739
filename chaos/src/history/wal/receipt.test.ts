import { describe, expect, it } from 'vitest';
import { isPosition, positionValue } from './position.js';
import { type WalAccount, walAccounts } from './receipt.js';

const promoted: WalAccount = {
  node: 'eu-west-1',
  timeline: 2,
  lsn: '0/5000000',
  history: [{ timeline: 1, until: '0/4000100' }],
  committed: ['700', '701', '710'],
  aborted: ['702'],
};
const fateOf = (timeline: number, lsn: string, xid: string, account = promoted) =>
  walAccounts(account)({ timeline, lsn, xid });

describe('the log of a server that took over', () => {
  it('has what committed before it left the old timeline, and after', () => {
    expect(fateOf(1, '0/40000F0', '700')).toBe('inside');
    expect(fateOf(2, '0/4000200', '710')).toBe('inside');
  });

  it('lacks what the old primary wrote beyond that, though the number was given out again and committed', () => {
    expect(fateOf(1, '0/4000108', '710')).toBe('outside');
  });

  it('lacks a commit that would begin where the new timeline does', () => {
    expect(fateOf(1, '0/4000100', '701')).toBe('outside');
  });

  it('lacks a row that came over without its commit', () => {
    expect(fateOf(1, '0/40000F0', '702')).toBe('outside');
  });

  it('lacks what was written on a timeline that is none of its ancestors', () => {
    expect(fateOf(3, '0/1', '700')).toBe('outside');
  });

  it('does not know of a transaction that it was not asked for, or that is under way', () => {
    expect(fateOf(1, '0/40000F0', '799')).toBe('unknown');
  });

  it('does not know of what came after it was asked', () => {
    expect(fateOf(2, '0/5000001', '710')).toBe('unknown');
  });
});

describe('a position in a log', () => {
  it('is ordered by both of its halves', () => {
    expect(positionValue('1/0')).toBeGreaterThan(positionValue('0/FFFFFFFF'));
    expect(positionValue('A/B374D848')).toBe(0xab374d848n);
  });

  it.each(['', '0', '0/', '/0', '0/G', '0/123456789', '0/1 ', 7, null])('is not %s', (text) => {
    expect(isPosition(text)).toBe(false);
  });
});
