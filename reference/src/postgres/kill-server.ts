import { setTimeout as delay } from 'node:timers/promises';
import type { Proof } from '@attest/chaos';
import { BedError } from '../bed-error.js';
import { signalIfThere } from '../processes/end-run.js';
import type { ManagedProcess } from '../processes/managed-process.js';
import { isListening } from '../processes/port.js';
import { isAlive, type ProcessIdentity } from '../processes/process-identity.js';
import { listProcesses, type ProcessRow } from '../processes/process-table.js';
import { readSegment, removeSegment } from '../processes/shared-memory.js';

const timeoutMs = 5_000;
const pollMs = 5;

/**
 * SIGKILL for all of a server. Its backends make groups of their own, so that they are found by their parent, before it is
 * gone. Returns who was killed.
 */
export async function killServer(
  server: ManagedProcess,
  dataDirectory: string,
): Promise<readonly ProcessIdentity[]> {
  const segment = readSegment(dataDirectory);
  const killed = new Map<number, ProcessIdentity>();
  const children = () => listProcesses().filter((row) => row.parentPid === server.pid && !row.zombie);
  const slay = ({ pid, startedAt }: ProcessIdentity | ProcessRow) => {
    killed.set(pid, { pid, startedAt });
    signalIfThere(pid, 'SIGKILL');
  };
  if (server.running) {
    // Halted first, so that it cannot have more children between the listing and its end.
    signalIfThere(server.pid, 'SIGSTOP');
    for (const row of children()) slay(row);
    slay(server.identity);
    await server.kill();
  }
  const deadline = Date.now() + timeoutMs;
  while ([...killed.values()].some(isAlive)) {
    if (Date.now() > deadline) throw survived([...killed.values()].filter(isAlive));
    await delay(pollMs);
  }
  if (segment !== undefined) removeSegment(segment);
  return [...killed.values()];
}

export async function proveKilled(
  region: string,
  killed: readonly ProcessIdentity[],
  port: number,
): Promise<readonly Proof[]> {
  const left = killed.filter(isAlive);
  const listening = await isListening(port);
  return [
    {
      probe: `${region} PostgreSQL processes`,
      expected: `${Math.max(killed.length, 1)} killed, 0 left`,
      observed: `${killed.length} killed, ${left.length} left`,
      ok: killed.length > 0 && left.length === 0,
    },
    {
      probe: `${region} PostgreSQL port ${port}`,
      expected: 'refuses',
      observed: listening ? 'accepts' : 'refuses',
      ok: !listening,
    },
  ];
}

function survived(left: readonly ProcessIdentity[]): BedError {
  return new BedError({
    code: 'process-not-stopped',
    message: `PostgreSQL processes ${left.map(({ pid }) => pid).join(', ')} are still there ${timeoutMs / 1000} s after SIGKILL.`,
    fix: 'A process in an uninterruptible state usually waits for a disk: look at it with ps -o stat,wchan.',
  });
}
