import { afterEach, beforeEach } from 'vitest';
import { processesOf, temporaryDirectories, workFolder } from './command-line.js';

/** Nothing of a run. */
export const nothing = { processes: [], directories: [] };

/** A folder for each test of a file, and what runs in it have left behind on the machine. */
export function watchedFolder() {
  let folder: Awaited<ReturnType<typeof workFolder>>;
  let before: string[];
  beforeEach(async () => {
    before = temporaryDirectories();
    folder = await workFolder();
  });
  afterEach(() => folder.remove());
  return {
    get path() {
      return folder.path;
    },
    left: () => ({
      processes: processesOf(folder.path),
      directories: temporaryDirectories().filter((name) => !before.includes(name)),
    }),
  };
}
