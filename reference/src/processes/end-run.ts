import { existsSync } from 'node:fs';
import { rm, rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Ledger } from './ledger.js';
import { findOwnProcesses } from './own-processes.js';
import { listProcesses } from './process-table.js';
import { readSegment, removeSegment } from './shared-memory.js';

/** What was still there and is gone now. */
export interface EndReport {
  /** `name (pid)`, or the bare pid of a process that was found by its relations. */
  readonly processesEnded: readonly string[];
  readonly directoriesRemoved: readonly string[];
  readonly sharedMemoryRemoved: number;
  /** What could not be ended or removed, and why. */
  readonly problems: readonly string[];
}

const killTimeoutMs = 10_000;

/** Ends everything that a ledger names, whatever state it is in. Safe to repeat, also at the same time. */
export async function endRun(ledger: Ledger): Promise<EndReport> {
  const problems: string[] = [];
  const segments = ledger.databases.flatMap((directory) => readSegment(directory) ?? []);
  const processesEnded = await killOwnProcesses(ledger, problems);
  let sharedMemoryRemoved = 0;
  for (const segment of segments) {
    try {
      if (removeSegment(segment)) sharedMemoryRemoved += 1;
    } catch (error) {
      problems.push(`shared memory ${segment.id}: ${(error as Error).message}`);
    }
  }
  const directoriesRemoved: string[] = [];
  for (const directory of ledger.directories) {
    if (!existsSync(directory)) continue;
    try {
      await removeRunDirectory(directory);
      directoriesRemoved.push(directory);
    } catch (error) {
      problems.push(`${directory}: ${(error as Error).message}`);
    }
  }
  return { processesEnded, directoriesRemoved, sharedMemoryRemoved, problems };
}

async function killOwnProcesses(ledger: Ledger, problems: string[]): Promise<string[]> {
  const names = new Map(ledger.processes.map(({ name, process }) => [process.pid, name]));
  const ended = new Map<number, string>();
  const deadline = Date.now() + killTimeoutMs;
  for (;;) {
    const own = findOwnProcesses(ledger, listProcesses());
    if (own.length === 0) return [...ended.values()];
    if (Date.now() > deadline) {
      problems.push(...own.map((row) => `process ${row.pid} survives SIGKILL`));
      return [...ended.values()];
    }
    for (const { pid } of own) {
      ended.set(pid, names.has(pid) ? `${names.get(pid)} (${pid})` : String(pid));
      signalIfThere(pid, 'SIGKILL');
    }
    await delay(20);
  }
}

/** A ledger is a file that anybody may have edited: only directories named as ours are ever removed. */
async function removeRunDirectory(directory: string): Promise<void> {
  if (!basename(directory).startsWith('attest-')) throw new Error('not named attest-…, left alone');
  if (existsSync(join(directory, 'cgroup.procs'))) return removeControlGroup(directory);
  await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

/** What is in it belongs to the kernel, and goes with it. It is busy for a moment after the last process has ended. */
async function removeControlGroup(directory: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await rmdir(directory);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EBUSY' || attempt === 40) throw error;
      await delay(50);
    }
  }
}

export function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
