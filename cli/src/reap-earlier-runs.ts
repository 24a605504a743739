import type { Progress } from '@attest/chaos';
import { reap } from '@attest/reference';
import { CliError } from './cli-error.js';

/**
 * Tidies up after runs that were killed.
 *
 * @throws CliError `run-going-on` when one is still alive
 */
export async function reapEarlierRuns(stateDirectory: string, progress: Progress): Promise<void> {
  const { reaped, alive, problems } = await reap(stateDirectory);
  if (alive.length > 0) {
    throw new CliError(
      'run-going-on',
      `run ${alive.join(', ')}: still going on in this folder; two platforms on one machine disturb each other's measurements`,
      'wait for it, or end it with Ctrl-C',
    );
  }
  for (const { run } of reaped) progress.done('tidied up after an earlier run', run);
  for (const problem of problems) progress.done('could not tidy up after an earlier run', problem);
}
