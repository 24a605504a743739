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
  await untilHalted([server.identity]);
  const children = listProcesses().filter((row) => row.parentPid === server.pid && !row.zombie);
  for (const { pid } of children) signalIfThere(pid, 'SIGSTOP');
  const halted = children.map(({ pid, startedAt }) => ({ pid, startedAt }));
  await untilHalted(halted);
  return [server.identity, ...halted];
}

/** A child whose client has just gone ends before the signal comes, and does no more than one that is halted. */
const moves = (identity: ProcessIdentity) => isAlive(identity) && !isHalted(identity.pid);

/** A signal is on its way for a moment. Who is not halted by then is found by the proof. */
async function untilHalted(processes: readonly ProcessIdentity[]): Promise<void> {
  for (let poll = 0; poll < polls && processes.some(moves); poll += 1) await delay(pollMs);
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
  const moving = halted.filter(moves);
  const ended = halted.filter((identity) => !isAlive(identity));
  const [postmaster] = halted;
  const answer = await probe(port, 'postgres', silenceMs);
  return [
    {
      probe: `${region} PostgreSQL processes`,
      expected: `${Math.max(halted.length, 1)} halted`,
      observed: [
        `${halted.length - moving.length - ended.length} halted`,
        ...(ended.length > 0 ? [`${ended.length} ended`] : []),
        `${moving.length} not`,
      ].join(', '),
      ok: postmaster !== undefined && isHalted(postmaster.pid) && moving.length === 0,
    },
    {
      probe: `${region} PostgreSQL port ${port}`,
      expected: 'silence',
      observed: answer,
      ok: answer === 'silence',
    },
  ];
}
