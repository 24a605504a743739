import { setTimeout as delay } from 'node:timers/promises';
import type { Proof } from '@attest/chaos';
import { probe } from '../links/probe.js';
import { signalIfThere } from '../processes/end-run.js';
import type { ManagedProcess } from '../processes/managed-process.js';
import { isAlive, type ProcessIdentity } from '../processes/process-identity.js';
import { isHalted, listProcesses } from '../processes/process-table.js';

/** A server that lives greets within milliseconds. */
const silenceMs = 500;
const pollMs = 5;
const polls = 200;

/** SIGSTOP for all of a server: the postmaster first, so that it cannot have more children meanwhile. Returns who was halted. */
export async function haltServer(server: ManagedProcess): Promise<readonly ProcessIdentity[]> {
  signalIfThere(server.pid, 'SIGSTOP');
  await untilHalted([server.pid]);
  const children = listProcesses().filter((row) => row.parentPid === server.pid && !row.zombie);
  for (const { pid } of children) signalIfThere(pid, 'SIGSTOP');
  await untilHalted(children.map(({ pid }) => pid));
  return [server.identity, ...children.map(({ pid, startedAt }) => ({ pid, startedAt }))];
}

/** A signal is on its way for a moment. Who is not halted by then is found by the proof. */
async function untilHalted(pids: readonly number[]): Promise<void> {
  for (let poll = 0; poll < polls && !pids.every(isHalted); poll += 1) await delay(pollMs);
}

/** Idempotent; the postmaster last, so that it finds its children as they were. */
export function resumeServer(halted: readonly ProcessIdentity[]): void {
  for (const identity of [...halted].reverse()) if (isAlive(identity)) signalIfThere(identity.pid, 'SIGCONT');
}

export async function proveHalted(
  region: string,
  halted: readonly ProcessIdentity[],
  port: number,
): Promise<readonly Proof[]> {
  const moving = halted.filter(({ pid }) => !isHalted(pid));
  const answer = await probe(port, 'postgres', silenceMs);
  return [
    {
      probe: `${region} PostgreSQL processes`,
      expected: `${Math.max(halted.length, 1)} halted`,
      observed: `${halted.length - moving.length} halted, ${moving.length} not`,
      ok: halted.length > 0 && moving.length === 0,
    },
    {
      probe: `${region} PostgreSQL port ${port}`,
      expected: 'silence',
      observed: answer,
      ok: answer === 'silence',
    },
  ];
}
