import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type EndReport, endRun } from './end-run.js';
import { type Ledger, parseLedger } from './ledger.js';
import { isAlive } from './process-identity.js';

export interface ReapReport {
  /** What earlier runs had left behind; empty after clean ends. */
  readonly reaped: readonly ({ readonly run: string } & EndReport)[];
  /** Runs whose owner is still alive; they were left alone. */
  readonly alive: readonly string[];
  /** Ledgers that cannot be read, and whatever could not be ended. */
  readonly problems: readonly string[];
}

const keeperTimeoutMs = 10_000;
const abandonedAfterMs = 60_000;

/** Ends what earlier runs left behind because they and their keepers were killed. */
export async function reap(stateDirectory: string): Promise<ReapReport> {
  const reaped: ({ run: string } & EndReport)[] = [];
  const alive: string[] = [];
  const problems: string[] = [];
  for (const file of await ledgerFiles(stateDirectory)) {
    const ledger = await readLedger(file);
    if (ledger === undefined) continue;
    if (ledger === 'unreadable') {
      problems.push(
        `${file} is not a ledger: remove it after looking for processes with ATTEST_RUN in their environment.`,
      );
    } else if (isAlive(ledger.owner)) {
      alive.push(ledger.run);
    } else {
      await keeperDone(ledger);
      const report = await endRun(ledger);
      if (report.problems.length === 0) await rm(file, { force: true });
      reaped.push({ run: ledger.run, ...report });
      problems.push(...report.problems.map((problem) => `run ${ledger.run}: ${problem}`));
    }
  }
  return { reaped, alive, problems };
}

/** A keeper that outlived its run is at work already. */
async function keeperDone(ledger: Ledger): Promise<void> {
  const deadline = Date.now() + keeperTimeoutMs;
  while (ledger.keeper !== undefined && isAlive(ledger.keeper) && Date.now() < deadline) await delay(50);
}

async function ledgerFiles(stateDirectory: string): Promise<string[]> {
  try {
    const names = await readdir(stateDirectory);
    return names.filter((name) => name.endsWith('.jsonl')).map((name) => join(stateDirectory, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** `undefined` when its keeper has removed it meanwhile, or when nothing is in it: then nothing was started either. */
async function readLedger(file: string): Promise<Ledger | 'unreadable' | undefined> {
  try {
    const text = await readFile(file, 'utf8');
    if (text !== '') return parseLedger(text) ?? 'unreadable';
    // A run that is just beginning writes into it within milliseconds.
    if (Date.now() - (await stat(file)).mtimeMs > abandonedAfterMs) await rm(file, { force: true });
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
