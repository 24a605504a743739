import { join } from 'node:path';
import type { JournalLine } from '@attest/controllers/failover';
import type { BedOptions } from '../bed-options.js';
import { builtProgram } from '../processes/built-program.js';
import { forkProgram, type ManagedProgram } from '../processes/fork-program.js';
import type { Keeper } from '../processes/keeper.js';
import type { Failures } from './failures.js';

/** What every part of the start needs. */
export interface BedContext {
  readonly options: BedOptions;
  readonly keeper: Keeper;
  readonly failures: Failures;
  /** Removed at the end. */
  readonly directory: string;
  /** Stays. */
  readonly logDirectory: string;
  readonly environment: string;
  readonly revision: string;
  readonly onJournal: (line: JournalLine) => void;
}

/** Starts a program that stands outside all regions. */
export async function startOutside(
  context: BedContext,
  name: string,
  config: object,
  options: { readonly program?: string; readonly instrument?: boolean } = {},
): Promise<ManagedProgram> {
  const { keeper, failures, logDirectory, environment, revision } = context;
  const { program = name, instrument = false } = options;
  const started = await forkProgram(keeper, {
    name,
    program: builtProgram(program),
    config: { environment, revision, ...config },
    logFile: join(logDirectory, `${name}.log`),
  });
  failures.watch(started.process, { instrument });
  return started;
}

/** A port that a program reported. It is a defect of ours when it did not. */
export function portOf(program: ManagedProgram, name: string): number {
  const port = program.ports[name];
  if (port === undefined) throw new TypeError(`${program.process.name} reported no port ${name}`);
  return port;
}
