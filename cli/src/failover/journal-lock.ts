import { mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { CliError } from '../cli-error.js';

/**
 * Two controllers with one journal would each undo what the other does. The lock of a process that was killed is taken over.
 *
 * @returns what releases it
 * @throws CliError `failover-going-on`
 */
export async function lockJournal(journalFile: string): Promise<() => Promise<void>> {
  const lock = `${journalFile}.lock`;
  await mkdir(path.dirname(journalFile), { recursive: true });
  for (;;) {
    try {
      const file = await open(lock, 'wx', 0o600);
      await file.writeFile(`${process.pid}\n`);
      await file.close();
      return () => rm(lock, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (isAlive(owner)) {
      throw new CliError(
        'failover-going-on',
        `${lock}: process ${owner} is at work on this target`,
        'wait for it to end, or end it; what it had begun is then gone on with',
      );
    }
    await rm(lock, { force: true });
  }
}

function isAlive(pid: number): boolean {
  // The writer may not have written its number yet, or been killed before it did.
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
