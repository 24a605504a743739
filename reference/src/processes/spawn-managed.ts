import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { BedError } from '../bed-error.js';
import { inheritedEnvironment } from './inherited-environment.js';
import type { Keeper } from './keeper.js';
import { logSize } from './log-file.js';
import { ManagedProcess } from './managed-process.js';

export interface SpawnOptions {
  /** As shown to people and written to the ledger, e.g. `toxiproxy`. */
  readonly name: string;
  readonly command: string;
  readonly args?: readonly string[];
  /** Added to what it inherits. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  /** Becomes its stdin; default none. */
  readonly inputFile?: string;
  /** Receives stdout and stderr; appended to. */
  readonly logFile: string;
  /** What asks it to end; default SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
}

/** Starts a program in a process group of its own. @throws BedError `program-not-started`, `ledger-not-writable`, `disk-full` */
export async function spawnManaged(keeper: Keeper, options: SpawnOptions): Promise<ManagedProcess> {
  const register = keeper.registerProcess(options.name);
  const logStart = logSize(options.logFile);
  const log = openLog(options.logFile);
  const input = options.inputFile === undefined ? 'ignore' : openSync(options.inputFile, 'r');
  const child = spawn(options.command, options.args ?? [], {
    detached: true,
    stdio: [input, log, log],
    env: { ...inheritedEnvironment(), ...options.env, ...keeper.environment },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
  });
  closeSync(log);
  if (input !== 'ignore') closeSync(input);
  return manage(child, register, {
    name: options.name,
    logFile: options.logFile,
    logStart,
    stopSignal: options.stopSignal,
  });
}

/** Must be called in the same turn as the start, so that the pid is in the ledger before anything else happens. */
export async function manage(
  child: ChildProcess,
  register: ReturnType<Keeper['registerProcess']>,
  options: {
    readonly name: string;
    readonly logFile: string;
    /** Size of the log before this process wrote into it. */
    readonly logStart: number;
    readonly stopSignal: NodeJS.Signals | undefined;
  },
): Promise<ManagedProcess> {
  const { name, logFile, logStart, stopSignal = 'SIGTERM' } = options;
  if (child.pid !== undefined) {
    child.on('error', () => undefined); // Signals and messages to a child that has just ended.
    return new ManagedProcess(name, child, register(child.pid), { logFile, logStart, stopSignal });
  }
  const cause = await new Promise<Error>((resolve) => child.once('error', resolve));
  throw new BedError({
    code: 'program-not-started',
    message: `${name} (${child.spawnfile}) could not be started: ${cause.message}`,
    fix: 'Run attest doctor, which shows every program that is needed and where it was found.',
    cause,
  });
}

export function openLog(logFile: string): number {
  try {
    mkdirSync(dirname(logFile), { recursive: true });
    return openSync(logFile, 'a');
  } catch (cause) {
    throw new BedError({
      code: (cause as NodeJS.ErrnoException).code === 'ENOSPC' ? 'disk-full' : 'program-not-started',
      message: `Cannot write the log ${logFile}: ${(cause as Error).message}`,
      fix: 'Make the folder writable and give its disk some room.',
      cause,
    });
  }
}
