import { describe, expect, it } from 'vitest';
import { checkHistory } from './check-history.js';
import { type RowTaker, takeApart } from './read-rows.js';

const count = 4000;
/** Ids that look like the ends of rows: pieces must not be cut inside a text. */
const id = (index: number) => `w-${index} },{"id":"]}`;
const rows = Array.from({ length: count }, (_, index) => ({
  id: id(index),
  hash: `hash "${index}" \\`,
  count: 1,
}));
const read = { t: count + 1, op: 'read', node: 'n', final: true, rows };
const history = (readLine: string) => [
  ...rows.flatMap((row, t) => [
    JSON.stringify({ t, op: 'invoke', id: row.id, hash: row.hash }),
    JSON.stringify({ t, op: 'ok', id: row.id, epoch: 1, region: 'n' }),
  ]),
  readLine,
  '',
];

/** The rows as a reader is given them that knows none. */
const rowsOf = (line: string, more: Partial<RowTaker> = {}) => {
  const taken: unknown[] = [];
  const apart = takeApart(line);
  const whole = apart?.rowsTo({ takeKnown: () => -1, take: (row) => taken.push(row) > 0, ...more });
  return { line: apart?.line ?? '', whole, taken };
};

describe('rows of a long line', () => {
  it('are the same in pieces as at once, whatever their texts look like', () => {
    const { line, whole, taken } = rowsOf(JSON.stringify(read));
    expect(JSON.parse(line)).toEqual({ ...read, rows: [] });
    expect(whole).toBe(true);
    expect(taken).toEqual(rows);
  });

  it('are not read where they are known, and read from there on where they are not', () => {
    const plain = Array.from({ length: 200 }, (_, index) => ({ id: `w-${index}`, hash: 'h', count: 1 }));
    const text = (index: number) => JSON.stringify(plain[index]);
    let next = 0;
    const knowsFrom = (line: string, start: number) => {
      next = next === 40 ? 50 : next;
      if (next >= plain.length || !line.startsWith(text(next), start)) return -1;
      next += 1;
      return start + text(next - 1).length;
    };
    const { whole, taken } = rowsOf(JSON.stringify({ ...read, rows: plain }), { takeKnown: knowsFrom });
    expect([whole, next]).toEqual([true, 200]);
    expect(taken).toEqual(plain.slice(40, 50));
  });

  it('are read in one go where one text is full of what looks like the end of rows', () => {
    const row = { id: '},{'.repeat(500_000), hash: 'h', count: 1 };
    expect(rowsOf(JSON.stringify({ ...read, rows: [row, rows[0]] })).taken).toEqual([row, rows[0]]);
  });

  it.each([
    ['last', read],
    ['first', { rows, t: count + 1, op: 'read', node: 'n', final: true }],
  ])('are found when they stand %s', (_place, line) => {
    expect(checkHistory(history(JSON.stringify(line)))).toMatchObject({
      answer: { verdict: 'held', counts: { acked: count, lost: 0 } },
    });
  });

  it.each([
    ['spaces between the tokens', JSON.stringify(read).replace('"rows":[', '"rows" : [')],
    ['a list after the rows', JSON.stringify({ ...read, tags: ['x'] })],
    ['a list called rows inside another field', JSON.stringify({ x: { rows: [1] }, ...read })],
  ])('are read at once where the line has %s', (_what, line) => {
    expect(checkHistory(history(line))).toMatchObject({
      answer: { verdict: 'held', counts: { acked: count } },
    });
  });

  it.each([
    [
      'a row without hash',
      JSON.stringify({ ...read, rows: [...rows, { id: 'x', count: 1 }] }),
      /row 4000 needs/,
    ],
    ['rows that are not JSON', JSON.stringify(read).replace('"count":1},{', '"count":1},,{'), /is not JSON/],
    ['rows that end too early', JSON.stringify(read).replace('"count":1}]', '"count":1]'), /is not JSON/],
  ])('are refused for %s', (_what, line, problem) => {
    expect(checkHistory(history(line))).toEqual({
      refused: [{ line: 2 * count + 1, problem: expect.stringMatching(problem) }],
    });
  });

  it('are left out with a torn last line', () => {
    const lines = history(JSON.stringify({ ...read, t: count }));
    const torn = JSON.stringify(read).slice(0, -30);
    expect(checkHistory([...lines.slice(0, -1), torn])).toMatchObject({
      answer: { verdict: 'held', warnings: [{ line: 2 * count + 2 }] },
    });
  });
});

describe('a long final read of rows that are known', () => {
  const known = Array.from({ length: 200 }, (_, index) => ({
    id: `w-${index}`,
    hash: `h-${index}`,
    count: 1,
  }));
  const written = known.flatMap(({ id, hash }, t) => [
    JSON.stringify({ t, op: 'invoke', id, hash }),
    JSON.stringify({ t, op: 'ok', id, epoch: 1, region: 'n' }),
  ]);
  const judged = (shown: readonly object[]) => {
    const line = JSON.stringify({ t: 1000, op: 'read', node: 'n', final: true, rows: shown });
    expect(takeApart(line)).toBeDefined();
    const outcome = checkHistory([...written, line, '']);
    return 'answer' in outcome ? outcome.answer : undefined;
  };
  const changed = (at: number, row: object) => known.with(at, { ...known[at], ...row } as (typeof known)[0]);

  it.each([
    ['in the order of writing', known],
    ['newest first', known.toReversed()],
    ['in any order', known.toSorted((a, b) => a.id.localeCompare(b.id))],
  ])('is held when it shows them %s', (_order, shown) => {
    expect(judged(shown)).toMatchObject({ verdict: 'held', counts: { acked: 200 } });
  });

  it.each([
    ['another content', changed(100, { hash: 'h-101' }), 'corrupt'],
    ['the content of its neighbour', changed(100, { hash: 'h-99' }), 'corrupt'],
    ['more than one row', changed(100, { count: 2 }), 'duplicate'],
    ['its row twice', [...known, known[100] as object], 'duplicate'],
    ['its row twice, one after the other', known.toSpliced(100, 0, known[100] as never), 'duplicate'],
    ['no row', known.toSpliced(100, 1), 'lost'],
    ['an id that begins like its own', changed(100, { id: 'w-1000' }), 'lost'],
  ])('is broken when one of them has %s', (_what, shown, rule) => {
    const [violation] = judged(shown)?.violations ?? [];
    expect(violation).toMatchObject({ rule, count: 1, examples: ['w-100'] });
  });

  it('is refused when it is no JSON, although a known row would look just like that', () => {
    const strange = { id: 'a"b', hash: 'c' };
    const lines = [
      JSON.stringify({ t: 200, op: 'invoke', ...strange }),
      JSON.stringify({ t: 200, op: 'ok', id: strange.id, epoch: 1, region: 'n' }),
    ];
    const shown = JSON.stringify([...known, { id: 'its row', hash: 'h', count: 1 }]);
    const line = `{"t":1000,"op":"read","node":"n","final":true,"rows":${shown.replace('its row', strange.id)}}`;
    expect(takeApart(line)).toBeDefined();
    expect(
      checkHistory([...written, ...lines, line.replace('"hash":"h",', '"hash":"c",'), '']),
    ).toMatchObject({
      refused: [{ line: 403, problem: 'is not JSON' }],
    });
  });
});
