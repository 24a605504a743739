import { mkdirSync } from 'node:fs';
import { BedError } from '../bed-error.js';

/** @throws BedError `directory-closed`, `disk-full` */
export function makeDirectory(path: string): string {
  try {
    mkdirSync(path, { recursive: true });
    return path;
  } catch (cause) {
    const full = (cause as NodeJS.ErrnoException).code === 'ENOSPC';
    throw new BedError({
      code: full ? 'disk-full' : 'directory-closed',
      message: `Cannot make ${path}, where the run keeps its logs: ${(cause as Error).message}`,
      fix: full
        ? 'Give the disk some room, or run in a folder on another one.'
        : 'Make the folder writable, or run in another one.',
      cause,
    });
  }
}
