import { join } from 'node:path';
import type { JournalLine } from '@attest/controllers/failover';
import { Bed } from './bed.js';
import { BedError } from './bed-error.js';
import type { BedOptions } from './bed-options.js';
import { assemble } from './composition/assembly.js';
import { Failures } from './composition/failures.js';
import { makeDirectory } from './composition/make-directory.js';
import { Keeper } from './processes/keeper.js';
import { reap } from './processes/reap.js';
import { createRunDirectory } from './processes/run-directory.js';
import { modestShare, type Share } from './processes/share.js';

/** Brings the whole platform up on loopback. Whatever goes wrong on the way, nothing is left. @throws BedError */
export async function startReference(options: BedOptions): Promise<Bed> {
  const logDirectory = makeDirectory(join(options.runDirectory, 'logs'));
  const reaped = await reap(options.stateDirectory);
  const { run, stateDirectory, tempDirectory, signal } = options;
  let share: Share | undefined;
  const keeper = await Keeper.start({ run, stateDirectory, onProcess: (pid) => share?.add(pid) });
  const failures = new Failures();
  const journal = new Set<(line: JournalLine) => void>();
  try {
    if (options.besideWithShares !== undefined) share = modestShare(keeper, options.besideWithShares);
    const assembly = await unlessAborted(
      signal,
      assemble({
        options,
        keeper,
        failures,
        directory: createRunDirectory(keeper, tempDirectory),
        logDirectory,
        environment: options.environment ?? 'production',
        revision: options.revision ?? 'unknown',
        onJournal: (line) => {
          for (const listener of journal) listener(line);
        },
      }),
    );
    return new Bed(options, keeper, assembly, failures, journal, reaped, share);
  } catch (error) {
    failures.stop();
    await keeper.end();
    throw error;
  }
}

/** What was begun goes on in the background until the keeper ends it. */
function unlessAborted<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (signal === undefined) return work;
  const aborted = new Promise<never>((_resolve, reject) => {
    const abort = () =>
      reject(
        new BedError({
          code: 'interrupted',
          message: `The start of the platform was interrupted (${String(signal.reason)}).`,
          fix: 'Nothing is left of it; start again.',
        }),
      );
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
  work.catch(() => {});
  return Promise.race([work, aborted]);
}
