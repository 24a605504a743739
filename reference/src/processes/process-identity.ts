import { type ProcessRow, readProcess } from './process-table.js';

/** A pid alone is not a name: the system gives it to somebody else as soon as its owner is gone. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

/** `undefined` when no such process lives. */
export function identify(pid: number): ProcessIdentity | undefined {
  const row = readProcess(pid);
  return row === undefined || row.zombie ? undefined : { pid, startedAt: row.startedAt };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return isSame(identity, readProcess(identity.pid));
}

/** Is this row the very process that was identified, and alive? */
export function isSame(identity: ProcessIdentity, row: ProcessRow | undefined): boolean {
  return row !== undefined && row.pid === identity.pid && row.startedAt === identity.startedAt && !row.zombie;
}
