import { setTimeout as delay } from 'node:timers/promises';
import { BedError } from '../bed-error.js';
import type { Keeper } from '../processes/keeper.js';
import type { ManagedProcess } from '../processes/managed-process.js';
import { pickPort } from '../processes/port.js';
import { spawnManaged } from '../processes/spawn-managed.js';
import { ToxiproxyClient } from './toxiproxy-client.js';

const attempts = 5;
const readyTimeoutMs = 5_000;
const pollMs = 20;

/** toxiproxy cannot be told to take any port for its API, so that a port may be lost to somebody else before it has it. */
export async function startToxiproxy(options: {
  readonly keeper: Keeper;
  readonly program: string;
  readonly logFile: string;
}): Promise<{ readonly process: ManagedProcess; readonly client: ToxiproxyClient }> {
  let last: readonly string[] = [];
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = await pickPort();
    const process = await spawnManaged(options.keeper, {
      name: 'toxiproxy',
      command: options.program,
      args: ['-host', '127.0.0.1', '-port', String(port)],
      // It allocates for every chunk and keeps almost nothing: collecting rarely costs little memory and saves processor time.
      // One thread is enough, and does not wake others to look for work.
      env: { LOG_LEVEL: 'warn', GOGC: '400', GOMAXPROCS: '1' },
      logFile: options.logFile,
    });
    const client = new ToxiproxyClient(port);
    if (await answers(client, process)) {
      options.keeper.registerPort('toxiproxy api', port);
      return { process, client };
    }
    last = (await process.kill()).lastLines;
  }
  throw new BedError({
    code: 'links-not-ready',
    message: `toxiproxy did not serve on any of ${attempts} ports. Its last lines:\n${last.join('\n')}`,
    fix: 'Run attest doctor to see which toxiproxy was found.',
  });
}

async function answers(client: ToxiproxyClient, process: ManagedProcess): Promise<boolean> {
  const deadline = Date.now() + readyTimeoutMs;
  while (process.running && Date.now() < deadline) {
    const version = await client.version().catch(() => undefined);
    // Whoever took the port may answer as well; only the process that is still running is ours.
    if (version !== undefined) return process.running;
    await delay(pollMs);
  }
  return false;
}
