import type { SeriesSummary } from './summarize-series.js';

/** The block that follows the last run of a series on a terminal. */
export function renderSeries({ series, experiment, runs, acked, claims }: SeriesSummary): string {
  const width = Math.max(0, ...claims.map(({ id }) => id.length));
  return [
    '',
    `${runs} ${runs === 1 ? 'run' : 'runs'} of ${experiment}, series ${series}: ${acked.toLocaleString('en-US')} acknowledged writes`,
    ...claims.map(({ id, sentence }) => `  ${id.padEnd(width)}  ${sentence}`),
    '',
  ].join('\n');
}
