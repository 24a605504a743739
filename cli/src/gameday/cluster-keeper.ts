import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { UndoJournal } from '@attest/chaos';
import { CliError } from '../cli-error.js';
import { lockJournal } from '../failover/journal-lock.js';
import { journalFileOf, openClusters, undoEarlier } from './cluster-site.js';
import type { RealGamedayTarget } from './real-target.js';

/** The command that it is; people do not see it. */
const command = 'keep-clusters';

/** What it has to know; credentials it reads for itself, where the run has read them. */
interface Kept {
  readonly directory: string;
  readonly target: RealGamedayTarget;
}

/** A request that a killed run has sent may still be on its way to the cluster. */
const arrivedAfterMs = 1000;
const againAfterMs = 2000;
/** Longer than a control plane is upgraded. Whatever is left by then, the next run takes away. */
const patienceMs = 3_600_000;

/**
 * Starts a process of its own that takes away what a run has made in the clusters of its target, should the run be killed: a pipe
 * between the two closes then without a goodbye. It is there before anything is broken.
 *
 * @param program of the command line
 * @returns says goodbye
 * @throws CliError `keeper-not-started`
 */
export async function startClusterKeeper(
  directory: string,
  target: RealGamedayTarget,
  program = process.argv[1] ?? '',
): Promise<() => Promise<void>> {
  // Detached, so that what kills the run's process group or terminal does not reach it.
  const child = fork(program, [command], {
    cwd: directory,
    detached: true,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const kept: Kept = { directory, target };
  await answered(child);
  child.send(kept);
  await answered(child);
  child.unref();
  child.channel?.unref();
  return async () => {
    if (!child.connected) return;
    const exited = once(child, 'exit');
    child.ref();
    child.send('goodbye');
    await exited;
  };
}

async function answered(child: ChildProcess): Promise<void> {
  const failed = once(child, 'exit').then(([code]) => {
    throw new CliError(
      'keeper-not-started',
      `the process that would undo everything should this one be killed ended with exit code ${code}; nothing was done`,
      'build again (npm run build); if that does not help, please report it',
    );
  });
  await Promise.race([once(child, 'message'), failed]);
  failed.catch(() => undefined);
}

/** What the process does that `startClusterKeeper` starts. @throws CliError when somebody else starts it */
export async function keepClusters(): Promise<void> {
  if (process.send === undefined) {
    throw new CliError(
      'bad-option',
      `${command}: there is no run to keep an eye on`,
      'leave it to attest gameday, which starts it',
    );
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  const told = once(process, 'message');
  process.send('listening');
  const [{ directory, target }] = (await told) as [Kept];
  let saidGoodbye = false;
  process.on('message', () => {
    saidGoodbye = true;
    process.disconnect();
  });
  const over = once(process, 'disconnect');
  process.send('ready');
  // Loads what it takes to reach a cluster, while there is time for it.
  await openClusters(directory, target, false).catch(() => undefined);
  await over;
  if (!saidGoodbye) await undoOrphaned(directory, target);
}

async function undoOrphaned(directory: string, target: RealGamedayTarget): Promise<void> {
  const isLeft = () => new UndoJournal(journalFileOf(directory, target.name)).left.length > 0;
  const deadline = performance.now() + patienceMs;
  for (let waitMs = arrivedAfterMs; isLeft() && performance.now() < deadline; waitMs = againAfterMs) {
    await delay(waitMs);
    // Whatever keeps it from being undone may pass, and nobody is there to be told.
    await undoLocked(directory, target).catch(() => undefined);
  }
}

async function undoLocked(directory: string, target: RealGamedayTarget): Promise<void> {
  const clusters = await openClusters(directory, target, false);
  // A next run may have begun by now, and then undoes it first.
  const unlock = await lockJournal(clusters.journalFile);
  try {
    await undoEarlier(clusters);
  } finally {
    await unlock();
  }
}
