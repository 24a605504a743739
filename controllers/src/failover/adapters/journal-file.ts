import { type FileHandle, open, readFile, truncate } from 'node:fs/promises';
import type { JournalLine } from '../journal.js';

export interface JournalFile<Line> {
  /** Resolves when the line would survive a crash. */
  append(line: Line): Promise<void>;
  close(): Promise<void>;
}

/** What is in a journal so far; nothing when there is none yet. */
export const readJournalFile = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });

/** Appends to a file and syncs it, then tells `onLine`. A torn last line is cut off first. */
export async function openJournalFile<Line = JournalLine>(
  path: string,
  onLine: (line: Line) => void = () => {},
): Promise<JournalFile<Line>> {
  const text = await readJournalFile(path);
  if (text !== '' && !text.endsWith('\n')) {
    await truncate(path, Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1)));
  }
  const file: FileHandle = await open(path, 'a', 0o600);
  return {
    async append(line) {
      await file.appendFile(`${JSON.stringify(line)}\n`);
      await file.datasync();
      onLine(line);
    },
    close: () => file.close(),
  };
}
