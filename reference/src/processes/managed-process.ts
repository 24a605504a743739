import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { BedError } from '../bed-error.js';
import { lastLines } from './log-file.js';
import type { ProcessIdentity } from './process-identity.js';
import { listProcesses, readProcess } from './process-table.js';

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of its output, at most 20 lines. */
  readonly lastLines: readonly string[];
  /** True after `stop()` or `kill()`: it was told to end. */
  readonly expected: boolean;
}

const killTimeoutMs = 5_000;
const pollMs = 10;

/** A child with a process group of its own, known to the keeper, its output in a file. */
export class ManagedProcess {
  readonly name: string;
  readonly identity: ProcessIdentity;
  readonly logFile: string;
  /** Never rejects. */
  readonly exited: Promise<ProcessExit>;
  readonly #stopSignal: NodeJS.Signals;
  #running = true;
  #expected = false;

  constructor(
    name: string,
    child: ChildProcess,
    identity: ProcessIdentity,
    options: { readonly logFile: string; readonly logStart: number; readonly stopSignal: NodeJS.Signals },
  ) {
    this.name = name;
    this.identity = identity;
    this.logFile = options.logFile;
    this.#stopSignal = options.stopSignal;
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#running = false;
        resolve({
          code,
          signal,
          lastLines: lastLines(options.logFile, options.logStart),
          expected: this.#expected,
        });
      });
    });
  }

  get pid(): number {
    return this.identity.pid;
  }

  get running(): boolean {
    return this.#running;
  }

  /** Asks the whole group to end, then kills what has not. @throws BedError `process-not-stopped` */
  async stop(options: { readonly graceSeconds: number }): Promise<ProcessExit> {
    this.#expected = true;
    this.#signalGroup(this.#stopSignal);
    await this.#groupGone(options.graceSeconds * 1000);
    return this.kill();
  }

  /** SIGKILLs the whole group; resolves when the operating system lists none of it. @throws BedError `process-not-stopped` */
  async kill(): Promise<ProcessExit> {
    this.#expected = true;
    this.#signalGroup('SIGKILL');
    if (!(await this.#groupGone(killTimeoutMs))) {
      throw new BedError({
        code: 'process-not-stopped',
        message: `${this.name} (process group ${this.pid}) is still there ${killTimeoutMs / 1000} s after SIGKILL.`,
        fix: 'A process in an uninterruptible state usually waits for a disk: look at it with ps -o stat,wchan.',
      });
    }
    return this.exited;
  }

  #signalGroup(signal: NodeJS.Signals): void {
    const leader = readProcess(this.pid);
    // The group is gone and its number belongs to somebody else now.
    if (leader !== undefined && leader.startedAt !== this.identity.startedAt) return;
    try {
      process.kill(-this.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  async #groupGone(timeoutMs: number): Promise<boolean> {
    const deadline = Date.now() + timeoutMs;
    while (this.#running || this.#groupLives()) {
      if (Date.now() >= deadline) return false;
      await delay(pollMs);
    }
    return true;
  }

  #groupLives(): boolean {
    const leader = readProcess(this.pid);
    if (leader !== undefined && leader.startedAt !== this.identity.startedAt) return false;
    return listProcesses().some((row) => row.groupId === this.pid && !row.zombie);
  }
}
