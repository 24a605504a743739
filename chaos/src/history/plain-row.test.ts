import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainRow } from './plain-row.js';

const text = fc.string({
  unit: fc.constantFrom('a', 'é', '"', '\\', '\n', '{', '}', ',', '😀', '\u2028'),
  minLength: 1,
  maxLength: 4,
});

describe('a plain row', () => {
  it('says what the JSON parser says, or leaves the row to it', () => {
    let read = 0;
    fc.assert(
      fc.property(
        text,
        text,
        fc.integer({ min: -1, max: 20 }),
        fc.constantFrom('', '[', 'x,'),
        (id, hash, count, before) => {
          const written = JSON.stringify({ id, hash, count });
          const plain = plainRow(`${before}${written},{"id":"next"`, before.length);
          if (plain === undefined) return;
          read += 1;
          expect(plain).toEqual({ row: { id, hash, count }, end: before.length + written.length });
        },
      ),
    );
    expect(read).toBeGreaterThan(0);
  });

  it.each([
    ['an escape', String.raw`{"id":"a\u0041","hash":"h","count":1}`],
    ['an escaped quote', String.raw`{"id":"a\"","hash":"h","count":1}`],
    ['a control character', '{"id":"a\tb","hash":"h","count":1}'],
    ['another order', '{"hash":"h","id":"a","count":1}'],
    ['a field more', '{"id":"a","hash":"h","count":1,"x":2}'],
    ['an empty id', '{"id":"","hash":"h","count":1}'],
    ['no count', '{"id":"a","hash":"h","count":0}'],
    ['a fraction', '{"id":"a","hash":"h","count":1.5}'],
    ['a text as count', '{"id":"a","hash":"h","count":"1"}'],
    ['no end', '{"id":"a","hash":"h","count":1'],
  ])('is not one with %s', (_what, line) => {
    expect(plainRow(line, 0)).toBeUndefined();
  });
});
