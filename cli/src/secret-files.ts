import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AlertsError, secretFileNames } from '@attest/alerts';
import type { Platform } from '@attest/platform';

/** @throws AlertsError `missing-secret` naming every file that is missing, unreadable or empty */
export async function checkSecretFiles(platform: Platform, directory: string): Promise<void> {
  const looked = await Promise.all(
    secretFileNames(platform).map(async (name) => {
      try {
        const content = await readFile(path.join(directory, name), 'utf8');
        return content.trim() === '' ? `${name} is empty` : undefined;
      } catch (error) {
        return `${name} ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'is missing' : 'cannot be read'}`;
      }
    }),
  );
  const problems = looked.filter((problem) => problem !== undefined);
  if (problems.length === 0) return;
  throw new AlertsError(
    'missing-secret',
    `in ${directory}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    'put each secret into a file of this name, or send its severity to another provider (monitoring.routes)',
  );
}
