import { existsSync } from 'node:fs';
import type { CleanupProof } from '@attest/chaos';
import type { Ledger } from './ledger.js';
import { findOwnProcesses } from './own-processes.js';
import { isListening } from './port.js';
import { listProcesses } from './process-table.js';

export type { CleanupProof };

/** Looks for everything that a ledger names. */
export async function proveCleanup(ledger: Ledger): Promise<CleanupProof> {
  const names = new Map(ledger.processes.map(({ name, process }) => [process.pid, name]));
  const own = findOwnProcesses(ledger, listProcesses());
  const listening = await Promise.all(
    ledger.ports.map(async ({ port }) => ((await isListening(port)) ? [port] : [])),
  );
  return {
    processesLeft: own.map(({ pid }) => (names.has(pid) ? `${names.get(pid)} (${pid})` : String(pid))),
    portsLeft: [...new Set(listening.flat())],
    filesLeft: ledger.directories.filter((directory) => existsSync(directory)),
  };
}
