import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CliError } from '../cli-error.js';
import type { Register } from '../context.js';
import { startingConfig } from '../starting-config.js';

export const initCommand: Register = (program, { directory, out }) => {
  program
    .command('init')
    .description('a starting attest.config.ts (catalog, targets) for any platform')
    .option('--force', 'overwrite the one that is there')
    .action(async ({ force }: { force?: boolean }) => {
      const file = path.join(directory, 'attest.config.ts');
      if (existsSync(file) && force !== true) {
        throw new CliError(
          'would-overwrite',
          'attest.config.ts: is there already',
          'attest init --force replaces it',
        );
      }
      await writeFile(file, startingConfig);
      out(
        'attest.config.ts written. Describe your platform in it, then: attest lint, attest claims, attest gameday\n',
      );
    });
};
