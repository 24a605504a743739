import type { Evidence } from './evidence.js';

/** Writes of a run that were acknowledged and whose history was checked; `undefined` where none was. */
export const acknowledgedWrites = (evidence: readonly Evidence[]): number | undefined =>
  evidence.flatMap((line) => (line.kind === 'history' ? [line.counts.acked] : [])).at(-1);
