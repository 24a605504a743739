import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Usage } from './server.js';
import type { Backend, VariantName } from './variants/index.js';

export interface StartedServer {
  readonly port: number;
  usage(): Promise<Usage>;
  /** After a garbage collection. */
  settled(): Promise<Usage>;
  /** From now on its event loop stands still for 30 ms, twice a second. */
  halt(): Promise<Usage>;
  goOn(): Promise<Usage>;
  stop(): Promise<void>;
}

/** The core that servers have for themselves. */
const serverCore = '1';

/** Keeps this process, which is the load and the backend, off that core. */
export function leaveServerCore(): void {
  const others = cpus()
    .map((_, core) => String(core))
    .filter((core) => core !== serverCore);
  execFileSync('taskset', ['-a', '-cp', others.join(','), String(process.pid)]);
}

export async function startServer(variant: VariantName, backend: Backend): Promise<StartedServer> {
  const child = spawn(
    'taskset',
    [
      '-c',
      serverCore,
      process.execPath,
      '--expose-gc',
      join(import.meta.dirname, 'server.js'),
      variant,
      backend.url,
    ],
    { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: { ...process.env, NODE_ENV: 'production' } },
  );
  const ended = once(child, 'exit');
  const answer = async <T>(): Promise<T> => {
    const [message] = await Promise.race([
      once(child, 'message'),
      ended.then(() => {
        throw new Error(`the server of ${variant} ended`);
      }),
    ]);
    return message as T;
  };
  const ask = (question: string): Promise<Usage> => {
    child.send(question);
    return answer();
  };
  const { port } = await answer<{ port: number }>();
  return {
    port,
    usage: () => ask('usage'),
    settled: () => ask('settled'),
    halt: () => ask('halt'),
    goOn: () => ask('go on'),
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}
