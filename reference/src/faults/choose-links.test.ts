import { describe, expect, it } from 'vitest';
import { chooseLinks } from './choose-links.js';

const link = (from: string, to: string, what: string) => ({
  name: `${from}->${to}.${what}`,
  from,
  to,
  upstreamPort: 1,
});
const all = [
  link('outside', 'a', 'api'),
  link('outside', 'a', 'postgres'),
  link('a', 'a', 'postgres'),
  link('a', 'b', 'postgres'),
  link('b', 'a', 'postgres'),
  link('a', 'outside', 'replicate'),
  link('b', 'outside', 'replicate'),
];
const names = (choice: Parameters<typeof chooseLinks>[1]) => chooseLinks(all, choice).map(({ name }) => name);

describe('the links that a fault means', () => {
  it('join two places in either direction', () => {
    expect(names({ between: ['a', 'b'] })).toEqual(['a->b.postgres', 'b->a.postgres']);
    expect(names({ between: ['outside', 'a'] })).toHaveLength(3);
  });

  it('lie inside a region when both places are the same', () => {
    expect(names({ between: ['a', 'a'], what: 'postgres' })).toEqual(['a->a.postgres']);
  });

  it('carry what is asked for, wherever they are', () => {
    expect(names({ what: 'replicate' })).toEqual(['a->outside.replicate', 'b->outside.replicate']);
    expect(names({ what: 'nothing' })).toEqual([]);
  });
});
