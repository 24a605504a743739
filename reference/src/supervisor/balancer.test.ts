import { describe, expect, it } from 'vitest';
import { Balancer } from './balancer.js';

const backend = (name: string, outstanding = 0, ready = true) => ({ name, outstanding, ready });

describe('the balancer', () => {
  it('takes turns among backends that are equally busy', () => {
    const balancer = new Balancer([backend('a'), backend('b'), backend('c')]);
    expect([1, 2, 3, 4].map(() => balancer.choose()?.name)).toEqual(['a', 'b', 'c', 'a']);
  });

  it('prefers the one with the fewest requests under way', () => {
    expect(new Balancer([backend('a', 3), backend('b', 1), backend('c', 2)]).choose()?.name).toBe('b');
  });

  it('never chooses one that is not ready, and says when none is', () => {
    expect(new Balancer([backend('a', 0, false), backend('b', 9)]).choose()?.name).toBe('b');
    expect(new Balancer([backend('a', 0, false)]).choose()).toBeUndefined();
  });
});
