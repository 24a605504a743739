import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BedError } from '../bed-error.js';
import { builtProgram } from './built-program.js';
import { type CleanupProof, proveCleanup } from './cleanup-proof.js';
import { type EndReport, endRun } from './end-run.js';
import { type Ledger, type LedgerEntry, summarizeLedger } from './ledger.js';
import { findOwnProcesses, runVariable } from './own-processes.js';
import type { ProcessIdentity } from './process-identity.js';
import { listProcesses, readProcess } from './process-table.js';

export interface KeeperOptions {
  /** The run's id; becomes a file name. */
  readonly run: string;
  /** Where ledgers are kept, e.g. `.attest/state`; created when missing. */
  readonly stateDirectory: string;
  /** Called with every process as soon as there is one; each leads a session of its own. */
  readonly onProcess?: (pid: number) => void;
}

export interface RunEnd {
  /** What still had to be ended. */
  readonly report: EndReport;
  /** Looked at afterwards; all empty after a clean end. */
  readonly proof: CleanupProof;
}

/**
 * Sees to it that nothing of a run outlives it. Everything is written into the run's ledger before it exists; a detached
 * process holds a pipe to this one, and when that closes without a goodbye (this process was killed), it ends whatever the
 * ledger names. If that process was killed as well, the next run does it (`reap`).
 *
 * ```ts
 * const keeper = await Keeper.start({ run, stateDirectory: '.attest/state' });
 * const directory = keeper.registerDirectory(join(tmpdir(), `attest-${run}`));
 * …
 * const { proof } = await keeper.end();
 * ```
 */
export class Keeper {
  readonly run: string;
  readonly ledgerFile: string;
  /** Belongs into the environment of every process of the run: it is how one is recognized whose start was cut short. */
  readonly environment: Readonly<Record<string, string>>;
  readonly #entries: LedgerEntry[] = [];
  readonly #ledger: number;
  readonly #onProcess: KeeperOptions['onProcess'];
  #child: ChildProcess | undefined;
  #end: Promise<RunEnd> | undefined;

  private constructor({ run, onProcess }: KeeperOptions, ledgerFile: string, ledger: number) {
    this.run = run;
    this.#onProcess = onProcess;
    this.ledgerFile = ledgerFile;
    this.environment = { [runVariable]: run };
    this.#ledger = ledger;
  }

  /** @throws BedError `ledger-not-writable`, `not-built`, `program-not-started` */
  static async start(options: KeeperOptions): Promise<Keeper> {
    const program = builtProgram('keeper');
    const ledgerFile = join(options.stateDirectory, `${options.run}.jsonl`);
    const keeper = new Keeper(options, ledgerFile, openLedger(options.stateDirectory, ledgerFile));
    try {
      await keeper.#begin(program);
      return keeper;
    } catch (error) {
      // Nothing of the run exists yet, so that nobody needs its ledger.
      closeSync(keeper.#ledger);
      rmSync(ledgerFile, { force: true });
      throw error;
    }
  }

  async #begin(program: string): Promise<void> {
    const owner = identityOf(process.pid);
    this.#record({ kind: 'run', run: this.run, owner, at: new Date().toISOString() });
    const { [runVariable]: _outer, ...environment } = process.env;
    const child = fork(program, [resolve(this.ledgerFile)], {
      detached: true,
      env: environment,
      execArgv: [],
      cwd: '/',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child = child;
    if (child.pid !== undefined) this.#record({ kind: 'keeper', process: identityOf(child.pid) });
    await readyOrFailed(child);
    child.unref();
    child.channel?.unref();
  }

  /** A process is about to be started; the returned function takes its pid as soon as there is one. */
  registerProcess(name: string): (pid: number) => ProcessIdentity {
    this.#record({ kind: 'intent', name });
    return (pid) => {
      const identity = identityOf(pid);
      this.#record({ kind: 'process', name, process: identity });
      this.#onProcess?.(pid);
      return identity;
    };
  }

  /** To be called before the directory is made; its last part must begin with `attest-`. Returns the path. */
  registerDirectory(path: string): string {
    this.#record({ kind: 'directory', path });
    return path;
  }

  registerDatabase(dataDirectory: string): void {
    this.#record({ kind: 'database', dataDirectory });
  }

  registerPort(name: string, port: number): void {
    this.#record({ kind: 'port', name, port });
  }

  /** How many processes of the run live right now, children of its programs included. */
  processCount(): number {
    return findOwnProcesses(this.#summary(), listProcesses()).length;
  }

  /** What is left of everything that was ever registered. */
  cleanupProof(): Promise<CleanupProof> {
    return proveCleanup(this.#summary());
  }

  /**
   * The clean end: kills and removes what is left, proves it, lets the keeping process go. Nothing can be started any more. The
   * ledger stays, for the next run to try again, if something could not be ended. Asked again, it gives the same answer.
   */
  end(): Promise<RunEnd> {
    this.#end ??= this.#endOnce();
    return this.#end;
  }

  async #endOnce(): Promise<RunEnd> {
    const report = await endRun(this.#summary());
    const proof = await proveCleanup(this.#summary());
    if (this.#child?.connected) {
      const exited = once(this.#child, 'exit');
      this.#child.ref();
      this.#child.send({ type: 'goodbye' });
      await exited;
    }
    closeSync(this.#ledger);
    if (proof.processesLeft.length + proof.filesLeft.length === 0) rmSync(this.ledgerFile, { force: true });
    return { report, proof };
  }

  /** @throws BedError `run-ended`, `ledger-not-writable`, `disk-full` */
  #record(entry: LedgerEntry): void {
    if (this.#end !== undefined) {
      throw new BedError({
        code: 'run-ended',
        message: `Run ${this.run} has ended, or is about to: nothing can be started or made for it any more.`,
        fix: 'Stop starting things before the keeper is asked to end; usually the run was interrupted.',
      });
    }
    this.#entries.push(entry);
    try {
      writeSync(this.#ledger, `${JSON.stringify(entry)}\n`);
    } catch (error) {
      throw notWritable(this.ledgerFile, error);
    }
  }

  #summary(): Ledger {
    const ledger = summarizeLedger(this.#entries);
    if (ledger === undefined) throw new Error('A keeper begins with its run.');
    return ledger;
  }
}

function openLedger(stateDirectory: string, ledgerFile: string): number {
  try {
    mkdirSync(stateDirectory, { recursive: true });
    return openSync(ledgerFile, 'ax', 0o600);
  } catch (error) {
    throw notWritable(ledgerFile, error);
  }
}

function notWritable(ledgerFile: string, cause: unknown): BedError {
  return new BedError({
    code: (cause as NodeJS.ErrnoException).code === 'ENOSPC' ? 'disk-full' : 'ledger-not-writable',
    message: `Cannot write ${ledgerFile}, by which the next run would find what this one leaves behind: ${(cause as Error).message}`,
    fix: 'Make the folder writable and give its disk some room, or run in another folder.',
    cause,
  });
}

function identityOf(pid: number): ProcessIdentity {
  // A process that ended at once is still in the table: its parent, this process, has not collected it yet.
  return { pid, startedAt: readProcess(pid)?.startedAt ?? 'unknown' };
}

async function readyOrFailed(child: ChildProcess): Promise<void> {
  const failed = once(child, 'exit').then(([code]) => {
    throw new BedError({
      code: 'program-not-started',
      message: `The keeper, which cleans up should this process be killed, ended with exit code ${code}.`,
      fix: 'Build again (npm run build); if that does not help, please report it.',
    });
  });
  await Promise.race([once(child, 'message'), failed]);
  failed.catch(() => undefined);
}
