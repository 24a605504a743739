import { ControllerError } from '../../controller-error.js';
import type { FailbackLine } from './failback-state.js';

/** Reads a failback's journal file, without a last line that the end of its writer has torn. @throws ControllerError `journal-unreadable` */
export function restoreFailback(text: string): FailbackLine[] {
  const bad: number[] = [];
  const lines = text
    .split('\n')
    .slice(0, -1)
    .flatMap((row, index) => {
      const line = parseLine(row);
      if (line === undefined) bad.push(index + 1);
      return line === undefined ? [] : [line];
    });
  if (bad.length === 0) return lines;
  throw new ControllerError(
    'journal-unreadable',
    `the failback journal cannot be read: line ${bad.join(', ')} is not a journal line`,
    'find out what wrote to it; if no failback is under way, move the file away and start with an empty one',
  );
}

function parseLine(row: string): FailbackLine | undefined {
  try {
    const line: unknown = JSON.parse(row);
    return typeof line === 'object' && line !== null && 'event' in line && 'at' in line
      ? (line as FailbackLine)
      : undefined;
  } catch {
    return undefined;
  }
}
