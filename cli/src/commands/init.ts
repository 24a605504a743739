import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CliError } from '../cli-error.js';
import type { Register } from '../context.js';

const template = fileURLToPath(new URL('../../templates/attest.config.ts', import.meta.url));

export const initCommand: Register = (program, { directory, out }) => {
  program
    .command('init')
    .description('a starting attest.config.ts (catalog, targets) for any platform')
    .option('--force', 'replace the one that is there')
    .action(async ({ force }: { force?: boolean }) => {
      const file = path.join(directory, 'attest.config.ts');
      await copyFile(template, file, force === true ? 0 : constants.COPYFILE_EXCL).catch((cause) => {
        throw cause.code === 'EEXIST'
          ? new CliError(
              'would-overwrite',
              'attest.config.ts: is there already',
              'attest init --force replaces it',
            )
          : new CliError(
              'not-writable',
              `attest.config.ts: cannot be written in ${directory}`,
              'run it in a folder that you may write to',
              { cause },
            );
      });
      out(
        'attest.config.ts written. Describe your platform in it; then: attest lint, attest claims, attest gameday\n',
      );
    });
};
