import { verdictLooks } from '../report/words.js';
import type { Matrix } from './matrix.js';

/** For a terminal: a line an experiment, a column a claim, whose names stand below, where there is room for them. */
export function renderMatrix({ claims, rows }: Matrix): string {
  const width = Math.max(0, ...rows.map(({ experiment }) => experiment.length));
  const column = String(claims.length).length + 1;
  const cell = (text: string) => text.padStart(column);
  return [
    '',
    `${' '.repeat(width + 2)}${claims.map((_, index) => cell(String(index + 1))).join('')}`,
    ...rows.map(
      ({ experiment, cells }) =>
        `  ${experiment.padEnd(width)}${cells.map((word) => cell(word === undefined ? '·' : verdictLooks[word].sign)).join('')}`,
    ),
    '',
    ...claims.map((id, index) => `  ${cell(String(index + 1))}  ${id}`),
    `  ${Object.values(verdictLooks)
      .map(({ word, sign }) => `${sign} ${word.toLowerCase()}`)
      .join(', ')}, · not decided`,
    '',
  ].join('\n');
}
