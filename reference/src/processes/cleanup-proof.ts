import { existsSync } from 'node:fs';
import type { CleanupProof } from '@attest/chaos';
import type { Ledger } from './ledger.js';
import { listenersOf } from './listeners.js';
import { findOwnProcesses, runVariable } from './own-processes.js';
import { isListening } from './port.js';
import { listProcesses, type ProcessRow, startEnvironment } from './process-table.js';

export type { CleanupProof };

/** Looks for everything that a ledger names. */
export async function proveCleanup(ledger: Ledger): Promise<CleanupProof> {
  const names = new Map(ledger.processes.map(({ name, process }) => [process.pid, name]));
  const table = listProcesses();
  const own = findOwnProcesses(ledger, table);
  const ports = [...new Set(ledger.ports.map(({ port }) => port))];
  const listening = await Promise.all(ports.map((port) => isListening(port)));
  return {
    processesLeft: own.map(({ pid }) => (names.has(pid) ? `${names.get(pid)} (${pid})` : String(pid))),
    portsLeft: ports.filter((port, index) => listening[index] && !belongsToAnotherRun(port, ledger.run)),
    filesLeft: ledger.directories.filter((directory) => existsSync(directory)),
  };
}

/** A port that is free again may be taken at once, also by a run beside this one. Whoever cannot be told apart counts as ours. */
function belongsToAnotherRun(port: number, run: string): boolean {
  const listeners = listenersOf(port, listProcesses());
  return listeners?.every((listener) => isMarkedByAnother(listener, run)) ?? false;
}

function isMarkedByAnother(row: ProcessRow, run: string): boolean {
  const mark = [...startEnvironment(row.pid)].find((variable) => variable.startsWith(`${runVariable}=`));
  return mark !== undefined && mark !== `${runVariable}=${run}`;
}
