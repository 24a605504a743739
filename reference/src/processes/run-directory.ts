import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BedError } from '../bed-error.js';
import type { Keeper } from './keeper.js';

/** `<tmpdir>/attest-<run>`, known to the keeper before it exists. @throws BedError `disk-full`, `directory-closed` */
export function createRunDirectory(keeper: Keeper, parent = tmpdir()): string {
  const directory = keeper.registerDirectory(join(parent, `attest-${keeper.run}`));
  try {
    mkdirSync(directory, { mode: 0o700 });
    return directory;
  } catch (cause) {
    throw new BedError({
      code: (cause as NodeJS.ErrnoException).code === 'ENOSPC' ? 'disk-full' : 'directory-closed',
      message: `Cannot make ${directory}: ${(cause as Error).message}`,
      fix: 'Point TMPDIR to a directory that may be written to and has some room.',
      cause,
    });
  }
}
