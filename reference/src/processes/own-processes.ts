import { basename } from 'node:path';
import type { Ledger } from './ledger.js';
import { isSame } from './process-identity.js';
import { executable, type ProcessRow, startEnvironment, workingDirectory } from './process-table.js';

/** What can be asked about one process, where the operating system tells. */
export interface ProcessInspector {
  environment(pid: number): ReadonlySet<string>;
  workingDirectory(pid: number): string | undefined;
  executable(pid: number): string | undefined;
}

const systemInspector: ProcessInspector = { environment: startEnvironment, workingDirectory, executable };

/** The name of the environment variable that every process of a run inherits. */
export const runVariable = 'ATTEST_RUN';

/**
 * The living processes of a run: those registered, their groups and descendants, those started while their registration was
 * still to come (known by their environment), and servers whose postmaster is already dead (known by their data directory:
 * PostgreSQL's backends leave the group and overwrite their environment). Never one that merely got a pid of ours.
 */
export function findOwnProcesses(
  ledger: Ledger,
  table: readonly ProcessRow[],
  inspector: ProcessInspector = systemInspector,
): ProcessRow[] {
  const byPid = new Map(table.map((row) => [row.pid, row]));
  const mark = `${runVariable}=${ledger.run}`;
  const leaders = new Map(ledger.processes.map(({ process }) => [process.pid, process]));

  const bearsMark = (row: ProcessRow) =>
    inspector.environment(row.pid).has(mark) || servesDatabase(row.pid, ledger.databases, inspector);
  const ledByOurs = (row: ProcessRow) => {
    const registered = leaders.get(row.groupId);
    const leader = byPid.get(row.groupId);
    return registered !== undefined && leader !== undefined && leader.startedAt === registered.startedAt;
  };

  const own = new Set<number>();
  for (const row of table) {
    const registered = leaders.get(row.pid);
    if ((registered !== undefined && isSame(registered, row)) || ledByOurs(row) || bearsMark(row))
      own.add(row.pid);
  }
  addDescendants(own, table);
  const spared = [process.pid, ledger.owner.pid, ledger.keeper?.pid];
  return table.filter((row) => own.has(row.pid) && !row.zombie && !spared.includes(row.pid));
}

function servesDatabase(pid: number, databases: readonly string[], inspector: ProcessInspector): boolean {
  const directory = inspector.workingDirectory(pid);
  if (directory === undefined || !databases.includes(directory)) return false;
  // A person looking around in the data directory is not a server.
  return basename(inspector.executable(pid) ?? '') === 'postgres';
}

function addDescendants(own: Set<number>, table: readonly ProcessRow[]): void {
  for (let before = -1; before !== own.size; ) {
    before = own.size;
    for (const row of table) if (own.has(row.parentPid)) own.add(row.pid);
  }
}
