import { type FileHandle, open } from 'node:fs/promises';
import type { JournalLine, JournalSink } from '@attest/controllers/failover';

/** Appends to a file and syncs it, then tells `onLine`. */
export async function openJournal(
  path: string,
  onLine: (line: JournalLine) => void,
): Promise<JournalSink & { close(): Promise<void> }> {
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
