import { existsSync, readFileSync } from 'node:fs';

/** What the evidence of a run says of its fault, in order. */
export function phasesIn(evidenceFile: string): string[] {
  if (!existsSync(evidenceFile)) return [];
  return readFileSync(evidenceFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .filter(({ kind }) => kind === 'fault')
    .map(({ phase }) => phase);
}
