import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Processes } from './k6-process.js';
import { LoadError } from './load-error.js';

const shownLines = 20;

/**
 * Children of this process, their output in a file. For runs that have no platform of their own to end their programs:
 * `endAll` does, and k6 ends by itself when its stages are over, should this process be killed.
 */
export function localProcesses(): Processes & { endAll(): Promise<void> } {
  const running = new Map<number, Promise<unknown>>();
  return {
    async spawn({ name, command, args, env, logFile }) {
      mkdirSync(path.dirname(logFile), { recursive: true });
      const log = openSync(logFile, 'a');
      const child = spawn(command, args, { stdio: ['ignore', log, log], env: { ...process.env, ...env } });
      closeSync(log);
      const { pid } = child;
      if (pid === undefined) {
        const cause = await new Promise<Error>((resolve) => child.once('error', resolve));
        throw new LoadError(
          'generator-failed-to-start',
          `${name} (${command}) could not be started: ${cause.message}`,
          'attest doctor shows every program that is needed and where it was found',
          { cause },
        );
      }
      const exited = new Promise<{ exitCode: number | null; signal: string | null; lastLines: string[] }>(
        (resolve) =>
          child.once('exit', (exitCode, signal) => {
            running.delete(pid);
            resolve({ exitCode, signal, lastLines: lastLines(logFile) });
          }),
      );
      running.set(pid, exited);
      return {
        pid,
        exited,
        kill: async () => {
          child.kill('SIGKILL');
          await exited;
        },
      };
    },
    async endAll() {
      for (const pid of running.keys()) process.kill(pid, 'SIGKILL');
      await Promise.all(running.values());
    },
  };
}

function lastLines(file: string): string[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').slice(-shownLines);
}
