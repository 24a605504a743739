import { describe, expect, it } from 'vitest';
import { Balancer } from './balancer.js';

const backend = (name: string, outstanding = 0, ready = true, connected = true, suspect = false) => ({
  name,
  outstanding,
  ready,
  connected,
  suspect,
});

describe('the balancer', () => {
  it('takes turns among backends that are equally busy', () => {
    const balancer = new Balancer([backend('a'), backend('b'), backend('c')]);
    expect([1, 2, 3, 4].map(() => balancer.choose()?.name)).toEqual(['a', 'b', 'c', 'a']);
  });

  it('prefers the one with the fewest requests under way', () => {
    expect(new Balancer([backend('a', 3), backend('b', 1), backend('c', 2)]).choose()?.name).toBe('b');
  });

  it('does not choose one that is not ready while another is', () => {
    expect(new Balancer([backend('a', 0, false), backend('b', 9)]).choose()?.name).toBe('b');
  });

  const suspect = (name: string) => backend(name, 0, true, true, true);

  it('leaves out one that has left a request unanswered, if it is at most half of them', () => {
    expect(new Balancer([suspect('a'), backend('b', 9)]).choose()?.name).toBe('b');
    expect(new Balancer([suspect('a'), backend('b', 9), backend('c', 8)]).choose()?.name).toBe('c');
    expect(new Balancer([suspect('a'), suspect('b'), backend('c', 9)]).choose()?.name).toBe('a');
    expect(new Balancer([suspect('a'), suspect('b')]).choose()?.name).toBe('a');
  });

  it('counts only those that are ready when it looks whom to leave out', () => {
    const unready = backend('a', 0, false);
    expect(new Balancer([unready, suspect('b'), backend('c', 9)]).choose()?.name).toBe('c');
    expect(new Balancer([unready, suspect('b')]).choose()?.name).toBe('b');
  });

  it('chooses one that is connected when none is ready, and says when there is none', () => {
    expect(new Balancer([backend('a', 0, false, false), backend('b', 0, false)]).choose()?.name).toBe('b');
    expect(new Balancer([backend('a', 0, false, false)]).choose()).toBeUndefined();
  });
});
