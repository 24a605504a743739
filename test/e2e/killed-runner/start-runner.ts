import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Step, Told } from './step.js';

export interface Runner {
  readonly child: ChildProcess;
  readonly ready: Promise<Extract<Told, { ready: true }>>;
  /** Resolves when it is at its step. */
  readonly atItsStep: Promise<void>;
  /** Resolves once it is dead. */
  kill(): Promise<void>;
}

/** A process of its own. `program`: as `bundleRunner` has made it. */
export function startRunner(
  program: string,
  { step, folder, args }: { readonly step: Step; readonly folder: string; readonly args: readonly string[] },
): Runner {
  const log = join(folder, 'runner.log');
  const output = openSync(log, 'w');
  const child = fork(program, args, {
    execArgv: [],
    stdio: ['ignore', output, output, 'ipc'],
  });
  const exited = once(child, 'exit');
  const told = <T extends Told>(isIt: (message: Told) => message is T) =>
    new Promise<T>((resolve, reject) => {
      child.on('message', (message: Told) => {
        if (isIt(message)) resolve(message);
      });
      void exited.then(() =>
        reject(new Error(`ended before it was at ${step}:\n${readFileSync(log, 'utf8')}`)),
      );
    });
  const ready = told((message) => 'ready' in message);
  const atItsStep = told((message): message is { at: Step } => 'at' in message && message.at === step).then(
    () => undefined,
  );
  for (const awaited of [ready, atItsStep]) awaited.catch(() => undefined);
  return {
    child,
    ready,
    atItsStep,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
