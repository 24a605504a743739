import { describe, expect, it } from 'vitest';
import type { Target } from '../target/index.js';
import { both } from './both.js';
import type { Fault } from './fault.js';

const site = { primary: 'a', takeover: 'b' };
const target = {} as Target;

function fault(name: string, log: string[], undoFails = false): Fault {
  const proof = [{ probe: name, expected: '', observed: '', ok: true }];
  return {
    title: name,
    elsewhere: name,
    missing: () => (name === 'missing' ? 'everything' : undefined),
    inject: async () => void log.push(`inject ${name}`),
    prove: async () => proof,
    async undo() {
      log.push(`undo ${name}`);
      if (undoFails) throw new Error(name);
    },
    proveUndone: async () => proof,
  };
}

describe('two faults at once', () => {
  it('are injected in order, undone in reverse, and proven both', async () => {
    const log: string[] = [];
    const pair = both(fault('a', log), fault('b', log), 'a and b');
    await pair.inject(target, site);
    await pair.undo(target, site);
    expect(log).toEqual(['inject a', 'inject b', 'undo b', 'undo a']);
    expect((await pair.prove(target, site)).map(({ probe }) => probe)).toEqual(['a', 'b']);
    expect((await pair.proveUndone(target, site)).map(({ probe }) => probe)).toEqual(['b', 'a']);
  });

  it('are both undone, even when one of them resists', async () => {
    const log: string[] = [];
    const pair = both(fault('a', log), fault('b', log, true), 'a and b');
    await expect(pair.undo(target, site)).rejects.toThrow('b');
    expect(log).toEqual(['undo b', 'undo a']);
  });

  it('need what either of them needs', () => {
    expect(both(fault('a', []), fault('missing', []), '').missing(target)).toBe('everything');
  });
});
