import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOfRow, isPlain, plainRow } from './plain-row.js';

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
          const line = `${before}${written},{"id":"next"`;
          const plain = plainRow(line, before.length, line.length);
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
    ['anything else than a row behind it', '{"id":"a","hash":"h","count":1},1'],
  ])('is not one with %s', (_what, line) => {
    expect(plainRow(line, 0, line.length)).toBeUndefined();
  });
});

describe('a row that is known', () => {
  it('is told from every other one by its text', () => {
    let found = 0;
    const word = fc.constantFrom('a', 'ab', 'b', '","hash":"', ...'"\\\n');
    fc.assert(
      fc.property(
        word,
        word,
        word,
        word,
        fc.integer({ min: 1, max: 12 }),
        (id, hash, ownId, ownHash, count) => {
          fc.pre(isPlain(ownId) && isPlain(ownHash));
          const written = JSON.stringify({ id, hash, count });
          const line = `[${written},{"id":"next"`;
          const rowEnd = endOfRow(line, 1, line.length, ownId, ownHash);
          const isIt = id === ownId && hash === ownHash && count === 1;
          expect(rowEnd).toBe(isIt ? 1 + written.length : -1);
          if (isIt) found += 1;
        },
      ),
      { numRuns: 2000 },
    );
    expect(found).toBeGreaterThan(0);
  });

  it.each([
    ['is the last', '{"id":"a","hash":"h","count":1}', true],
    ['is followed by another one', '{"id":"a","hash":"h","count":1},{', true],
    ['is followed by something else', '{"id":"a","hash":"h","count":1},1', false],
    ['is torn', '{"id":"a","hash":"h","count":1', false],
    ['has another id that begins like it', '{"id":"ab","hash":"h","count":1}', false],
    ['is stored ten times', '{"id":"a","hash":"h","count":10}', false],
  ])('that %s', (_what, line, isIt) => {
    expect(endOfRow(line, 0, line.length, 'a', 'h') >= 0).toBe(isIt);
  });

  it.each(['a"', 'a\\', 'a\n'])('needs texts that stand in JSON as they are: not %j', (text) => {
    expect(isPlain(text)).toBe(false);
  });
});
