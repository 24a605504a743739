import { existsSync, readdirSync } from 'node:fs';
import { fromFileSystem } from './evidence-error.js';

/** Of all runs of a folder, oldest first, without the link `latest`. @throws EvidenceError when it is there and cannot be read */
export function runIds(runsFolder: string): string[] {
  if (!existsSync(runsFolder)) return [];
  try {
    return readdirSync(runsFolder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch (cause) {
    throw fromFileSystem(`cannot read ${runsFolder}`, cause);
  }
}
