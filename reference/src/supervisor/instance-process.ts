import { type ChildProcess, fork, type Serializable } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { builtProgram } from '../processes/built-program.js';
import type { ReadyMessage } from '../processes/fork-program.js';
import { lastLines } from '../processes/log-file.js';
import type { WallClockQuestion, WallClockReading } from '../processes/wall-clock.js';
import type { PasswordsHeld, PasswordsMessage } from '../services/passwords.js';
import type { CpuMessage } from '../services/start-virtual-cpu.js';

/** A running instance, as its supervisor sees it. */
export interface InstanceProcess {
  readonly pid: number | undefined;
  /** As the instance reports them when it serves; never settles when it ends before. */
  readonly ports: Promise<Readonly<Record<string, number>>>;
  /** Never rejects. */
  readonly exited: Promise<InstanceExit>;
  /** CPU used since its start, as it was last reported; `undefined` where nobody reports it. */
  readonly cpuSeconds?: () => number | undefined;
  readonly memoryMib?: () => number | undefined;
  /** What its wall clock shows, after setting it when an offset is given; `undefined` when it does not answer. */
  wallClock?(offsetMs?: number): Promise<WallClockReading | undefined>;
  /** Which passwords for the database it holds after it was given these; `undefined` when it does not answer. */
  holdPasswords?(passwords: readonly string[]): Promise<PasswordsHeld | undefined>;
  /** Asks it to end in good order (SIGTERM). */
  terminate(): void;
  kill(): void;
  /** Lost when the process is gone. */
  tell?(message: Serializable): void;
}

/** One that is halted, or about to end, does not answer. */
const answerWithinMs = 2000;

export interface InstanceExit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly lastLines: readonly string[];
}

export interface InstanceProgram {
  readonly program: 'api' | 'worker' | 'gpu-worker';
  readonly config: unknown;
  readonly logFile: string;
}

/** Not detached: the region's processes are one group, so that a region can be lost all at once. */
export function startInstanceProcess({ program, config, logFile }: InstanceProgram): InstanceProcess {
  const log = openSync(logFile, 'a', 0o600);
  const child = fork(builtProgram(program), [], {
    execArgv: [],
    stdio: ['ignore', log, log, 'ipc'],
    env: { ...process.env, ATTEST_BED: JSON.stringify(config) },
  });
  closeSync(log);
  let used: Partial<CpuMessage> = {};
  child.on('message', (message: Partial<CpuMessage>) => {
    if (message?.type === 'cpu') used = message;
  });
  return {
    cpuSeconds: () => used.usedSeconds,
    memoryMib: () => used.memoryMib,
    pid: child.pid,
    ports: new Promise((resolve) => {
      child.on('message', (message: Partial<ReadyMessage>) => {
        if (message?.type === 'ready') resolve(message.ports ?? {});
      });
    }),
    exited: new Promise((resolve) => {
      const end = (code: number | null, signal: string | null) =>
        resolve({ code, signal, lastLines: lastLines(logFile) });
      child.once('exit', end);
      child.once('error', () => end(null, null));
    }),
    wallClock: (offsetMs) =>
      askProcess<WallClockQuestion, WallClockReading>(child, {
        type: 'wall-clock',
        ...(offsetMs === undefined ? {} : { offsetMs }),
      }),
    holdPasswords: (passwords) =>
      askProcess<PasswordsMessage, PasswordsHeld>(child, { type: 'database-passwords', passwords }),
    terminate: () => void child.kill('SIGTERM'),
    kill: () => void child.kill('SIGKILL'),
    tell: (message) => void (child.connected && child.send(message)),
  };
}

/** The next answer of the same type as the question; `undefined` when there is none in time. */
function askProcess<
  Question extends { readonly type: string },
  Answer extends { readonly type: Question['type'] },
>(child: ChildProcess, question: Question): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const finish = (answer?: Answer) => {
      clearTimeout(timer);
      child.off('message', listen);
      resolve(answer);
    };
    const listen = (message: Partial<Answer> | null) => {
      if (message?.type === question.type) finish(message as Answer);
    };
    const timer = setTimeout(finish, answerWithinMs);
    child.on('message', listen);
    if (child.connected) child.send(question, () => undefined);
    else finish();
  });
}
