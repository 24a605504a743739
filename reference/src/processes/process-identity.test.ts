import { describe, expect, it } from 'vitest';
import { identify, isAlive, isSame } from './process-identity.js';

const row = { pid: 7, parentPid: 1, groupId: 7, startedAt: 'boot:100', zombie: false };

describe('the identity of a process', () => {
  it('recognizes this process as alive', () => {
    const identity = identify(process.pid);
    expect(identity && isAlive(identity)).toBe(true);
  });

  it('is not taken in by a later process with the same pid', () => {
    expect(isAlive({ pid: process.pid, startedAt: 'another-boot:1' })).toBe(false);
    expect(isSame({ pid: 7, startedAt: 'boot:99' }, row)).toBe(false);
  });

  it('does not count a dead process as alive that nobody has collected', () => {
    expect(isSame({ pid: 7, startedAt: 'boot:100' }, { ...row, zombie: true })).toBe(false);
    expect(isSame({ pid: 7, startedAt: 'boot:100' }, row)).toBe(true);
  });
});
