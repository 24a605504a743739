import { describe, expect, it } from 'vitest';
import { Passwords } from './passwords.js';

describe('passwords', () => {
  it('are tried in turn', () => {
    const passwords = new Passwords(['new', 'old']);
    expect(passwords.current).toBe('new');
    expect([passwords.refused('new'), passwords.current]).toEqual([true, 'old']);
    expect([passwords.refused('old'), passwords.current]).toEqual([true, 'new']);
  });

  it('are not skipped when several were refused with the same one', () => {
    const passwords = new Passwords(['new', 'old']);
    passwords.refused('new');
    expect([passwords.refused('new'), passwords.current]).toEqual([true, 'old']);
  });

  it('leave nothing else to try where there is one, or none', () => {
    expect(new Passwords(['only']).refused('only')).toBe(false);
    const none = new Passwords([]);
    expect([none.current, none.refused(undefined)]).toEqual([undefined, false]);
  });

  it('begin with the first again when they are others', () => {
    const passwords = new Passwords(['a', 'b']);
    passwords.refused('a');
    passwords.set(['c']);
    expect([passwords.current, passwords.refused('b')]).toEqual(['c', true]);
  });
});
