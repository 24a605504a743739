import { setTimeout as delay } from 'node:timers/promises';
import { BedError } from '../bed-error.js';
import type { ReadyMessage } from '../processes/fork-program.js';
import type { ProgramTrouble } from '../processes/program-trouble.js';
import { readWallClock, setWallClock, type WallClockQuestion } from '../processes/wall-clock.js';
import { optimizeEarly } from './optimize-early.js';

/** A program that serves: the ports that it listens on, and how to end it in good order. */
export interface RunningProgram {
  readonly ports: Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

/** How long a program may take to end in good order once its parent is gone. */
const stopGraceMs = 1000;

/**
 * The life of every program of the bed: configuration from `ATTEST_BED`, `ready` with its ports over IPC, and an end as soon as
 * the parent is gone, so that nothing outlives the bed. Run by hand, without a parent, it prints its ports and waits for a signal.
 */
export async function runProgram<Config>(start: (config: Config) => Promise<RunningProgram>): Promise<void> {
  const text = process.env.ATTEST_BED;
  if (text === undefined) {
    process.stderr.write('ATTEST_BED is not set: it holds the configuration of this program as JSON.\n');
    process.exit(2);
  }
  let running: RunningProgram | undefined;
  const end = () => {
    setTimeout(() => process.exit(0), stopGraceMs).unref();
    void Promise.resolve(running?.stop()).finally(() => process.exit(0));
  };
  if (process.send === undefined) process.once('SIGINT', end).once('SIGTERM', end);
  else process.once('disconnect', end).on('message', answerAboutWallClock);
  const config = JSON.parse(text) as Config & ProgramTrouble;
  setWallClock(config.wallClockOffsetMs ?? 0);
  if (config.startDelayMs !== undefined) await delay(config.startDelayMs);
  try {
    running = await start(config);
  } catch (error) {
    refuse(error);
  }
  optimizeEarly();
  const ready: ReadyMessage = { type: 'ready', ports: running.ports };
  if (process.send === undefined) process.stdout.write(`${JSON.stringify(ready)}\n`);
  else if (process.connected) process.send(ready);
}

function answerAboutWallClock(question: Partial<WallClockQuestion>): void {
  if (question?.type !== 'wall-clock') return;
  if (question.offsetMs !== undefined) setWallClock(question.offsetMs);
  if (process.connected) process.send?.(readWallClock());
}

/** What is wrong, and what to do about it, are the last lines that it writes. */
function refuse(error: unknown): never {
  if (!(error instanceof BedError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n${error.fix}\n`);
  process.exit(1);
}
