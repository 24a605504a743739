import { execFile } from 'node:child_process';
import { ControllerError } from '../../controller-error.js';
import type { Seeder } from '../failback/run-failback.js';
import type { AdapterOptions } from './mode.js';

/** So much of what a command said is worth reading. */
const tail = 400;

/**
 * Seeds by a command of the platform's owner: what copies a terabyte from region to region is his to choose (pg_basebackup, pg_rewind, a
 * snapshot, an operator of Kubernetes). It is told `ATTEST_REGION` and `ATTEST_UPSTREAM`, has to be idempotent, and to end when the server runs.
 */
export function commandSeeder(command: readonly string[], { mode, record }: AdapterOptions): Seeder {
  const [program = '', ...args] = command;
  return {
    async seed(region, upstream, signal) {
      const told = { ATTEST_REGION: region, ATTEST_UPSTREAM: upstream };
      const shown = Object.entries(told).map(([name, value]) => `${name}=${value}`);
      record({ adapter: 'seed', request: [...shown, ...command.map(shellWord)].join(' ') });
      if (mode === 'dry-run') return;
      await new Promise<void>((resolve, reject) => {
        execFile(program, args, { env: { ...process.env, ...told }, signal }, (error, stdout, stderr) => {
          if (error === null) return resolve();
          const said = `${stderr}${stdout}`.trim().slice(-tail);
          reject(
            new ControllerError(
              error.code === 'ENOENT' ? 'not-configured' : 'unavailable',
              `seeding ${region} from ${upstream}: ${program} ${error.code === 'ENOENT' ? 'is not there' : `ended with ${error.code ?? error.signal}`}${said === '' ? '' : `: ${said}`}`,
              'run the command by hand, with the same variables, until it works; then start again',
              { cause: error },
            ),
          );
        });
      });
    },
  };
}

const shellWord = (word: string): string =>
  /^[\w./:=@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
