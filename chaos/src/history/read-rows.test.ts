import { describe, expect, it } from 'vitest';
import { checkHistory } from './check-history.js';
import { takeApart } from './read-rows.js';

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

describe('rows of a long line', () => {
  it('are the same in pieces as at once, whatever their texts look like', () => {
    const apart = takeApart(JSON.stringify(read));
    expect(JSON.parse(apart?.line ?? '')).toEqual({ ...read, rows: [] });
    const pieces = [...(apart?.rows ?? [])];
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.flat()).toEqual(rows);
  });

  it('are read in one go where one text is full of what looks like the end of rows', () => {
    const row = { id: '},{'.repeat(500_000), hash: 'h', count: 1 };
    const apart = takeApart(JSON.stringify({ ...read, rows: [row, rows[0]] }));
    expect([...(apart?.rows ?? [])].flat()).toEqual([row, rows[0]]);
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
