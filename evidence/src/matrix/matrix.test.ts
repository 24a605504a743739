import { describe, expect, it } from 'vitest';
import type { VerdictDocument, VerdictWord } from '../verdict.js';
import { matrixOf } from './matrix.js';
import { renderMatrix } from './render-matrix.js';

const verdict = (experiment: string, claims: Readonly<Record<string, VerdictWord>>) =>
  ({
    experiment,
    kind: 'gameday',
    claims: Object.entries(claims).map(([id, word]) => ({ id, verdict: word })),
  }) as unknown as VerdictDocument;

const matrix = matrixOf([
  verdict('region-loss', { duration: 'held', loss: 'held' }),
  verdict('partition', { served: 'held', loss: 'inconclusive' }),
  verdict('region-loss', { duration: 'held', loss: 'broken' }),
  verdict('partition', { served: 'held', loss: 'held' }),
]);

describe('the matrix of experiments and claims', () => {
  it('has the worst verdict of all runs, and nothing where nothing was decided', () => {
    expect(matrix).toEqual({
      claims: ['duration', 'loss', 'served'],
      rows: [
        { experiment: 'region-loss', runs: 2, cells: ['held', 'broken', undefined] },
        { experiment: 'partition', runs: 2, cells: [undefined, 'inconclusive', 'held'] },
      ],
    });
  });

  it('is told on a terminal', () => {
    expect(renderMatrix(matrix)).toBe(`
              1 2 3
  region-loss ✓ ✕ ·
  partition   · ? ✓

   1  duration
   2  loss
   3  served
  ✓ held, ✕ broken, ? inconclusive, · not decided
`);
  });
});
