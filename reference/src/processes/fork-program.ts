import { type ChildProcess, fork, type Serializable } from 'node:child_process';
import { closeSync } from 'node:fs';
import { BedError } from '../bed-error.js';
import { inheritedEnvironment } from './inherited-environment.js';
import type { Keeper } from './keeper.js';
import { logSize } from './log-file.js';
import type { ManagedProcess } from './managed-process.js';
import { manage, openLog } from './spawn-managed.js';

export interface ForkOptions {
  readonly name: string;
  /** A compiled program; see `builtProgram`. */
  readonly program: string;
  /** Reaches the program as JSON in `ATTEST_BED`. */
  readonly config: unknown;
  readonly env?: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** How long it may take to answer `{ type: 'ready' }`; default 15. */
  readonly readyTimeoutSeconds?: number;
}

/** What a program sends when it serves. */
export interface ReadyMessage {
  readonly type: 'ready';
  readonly ports?: Readonly<Record<string, number>>;
}

export interface ManagedProgram {
  readonly process: ManagedProcess;
  /** As the program reported them; all are known to the keeper. */
  readonly ports: Readonly<Record<string, number>>;
  /** Every message after `ready`. Returns the unsubscriber. */
  onMessage(listener: (message: unknown) => void): () => void;
  /** False when the program is gone. */
  send(message: Serializable): boolean;
}

/**
 * Starts one of our Node programs with an IPC channel, and resolves when it serves. The program must exit on `disconnect`.
 * @throws BedError `program-exited` with its last lines, `program-not-ready` after the timeout
 */
export async function forkProgram(keeper: Keeper, options: ForkOptions): Promise<ManagedProgram> {
  const register = keeper.registerProcess(options.name);
  const logStart = logSize(options.logFile);
  const log = openLog(options.logFile);
  const child = fork(options.program, [], {
    detached: true,
    execArgv: [],
    stdio: ['ignore', log, log, 'ipc'],
    env: {
      ...inheritedEnvironment(),
      ...options.env,
      ...keeper.environment,
      ATTEST_BED: JSON.stringify(options.config),
    },
  });
  closeSync(log);
  const managed = await manage(child, register, {
    name: options.name,
    logFile: options.logFile,
    logStart,
    stopSignal: undefined,
  });
  const ports = await ready(child, managed, options);
  for (const [what, port] of Object.entries(ports)) keeper.registerPort(`${options.name}.${what}`, port);
  return {
    process: managed,
    ports,
    onMessage(listener) {
      child.on('message', listener);
      return () => child.off('message', listener);
    },
    send: (message) => child.connected && child.send(message),
  };
}

async function ready(
  child: ChildProcess,
  managed: ManagedProcess,
  options: ForkOptions,
): Promise<Readonly<Record<string, number>>> {
  const timeoutSeconds = options.readyTimeoutSeconds ?? 15;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, timeoutSeconds * 1000, 'late');
  });
  const message = new Promise<ReadyMessage>((resolve) => {
    child.on('message', function listen(received: Partial<ReadyMessage>) {
      if (received?.type !== 'ready') return;
      child.off('message', listen);
      resolve(received as ReadyMessage);
    });
  });
  try {
    const first = await Promise.race([message, managed.exited, late]);
    if (first === 'late') {
      const { lastLines } = await managed.kill();
      throw failure(options, 'program-not-ready', `was not ready after ${timeoutSeconds} s`, lastLines);
    }
    if ('lastLines' in first) {
      const how = first.signal === null ? `exit code ${first.code}` : `signal ${first.signal}`;
      throw failure(options, 'program-exited', `ended with ${how} before it was ready`, first.lastLines);
    }
    return first.ports ?? {};
  } finally {
    clearTimeout(timer);
  }
}

function failure(
  options: ForkOptions,
  code: 'program-exited' | 'program-not-ready',
  what: string,
  lines: readonly string[],
): BedError {
  const output = lines.length === 0 ? 'It wrote nothing.' : `Its last lines:\n${lines.join('\n')}`;
  return new BedError({
    code,
    message: `${options.name} ${what}. ${output}`,
    fix: `The whole log is ${options.logFile}.`,
  });
}
