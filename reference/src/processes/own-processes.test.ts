import { describe, expect, it } from 'vitest';
import type { Ledger } from './ledger.js';
import { findOwnProcesses, type ProcessInspector } from './own-processes.js';
import type { ProcessRow } from './process-table.js';

const data = '/tmp/attest-r1/postgres-a';
const ledger: Ledger = {
  run: 'r1',
  owner: { pid: 10, startedAt: 't10' },
  keeper: { pid: 11, startedAt: 't11' },
  processes: [{ name: 'postgres a', process: { pid: 20, startedAt: 't20' } }],
  directories: ['/tmp/attest-r1'],
  databases: [data],
  ports: [],
};

function row(pid: number, more: Partial<ProcessRow> = {}): ProcessRow {
  return { pid, parentPid: 1, groupId: pid, startedAt: `t${pid}`, zombie: false, ...more };
}

function inspector(
  known: Partial<Record<number, { env?: string; cwd?: string; exe?: string }>> = {},
): ProcessInspector {
  return {
    environment: (pid) => new Set([known[pid]?.env ?? '']),
    workingDirectory: (pid) => known[pid]?.cwd,
    executable: (pid) => known[pid]?.exe,
  };
}

function find(table: ProcessRow[], inspect = inspector()): number[] {
  return findOwnProcesses(ledger, table, inspect).map(({ pid }) => pid);
}

describe('the processes of a run', () => {
  it('are those registered, with their groups and descendants, also where these lead groups of their own', () => {
    const table = [
      row(20),
      row(21, { groupId: 20 }),
      row(22, { parentPid: 20 }),
      row(23, { parentPid: 22 }),
      row(30),
    ];
    expect(find(table)).toEqual([20, 21, 22, 23]);
  });

  it('are not those that got a pid of ours later, nor their groups and children', () => {
    const table = [row(20, { startedAt: 'later' }), row(21, { groupId: 20 }), row(22, { parentPid: 20 })];
    expect(find(table)).toEqual([]);
  });

  it('include the group of a leader that is dead but not collected', () => {
    expect(find([row(20, { zombie: true }), row(21, { groupId: 20 })])).toEqual([21]);
  });

  it('include one whose start was cut short before its pid was written down', () => {
    expect(
      find([row(40), row(41)], inspector({ 40: { env: 'ATTEST_RUN=r1' }, 41: { env: 'ATTEST_RUN=r12' } })),
    ).toEqual([40]);
  });

  it('include servers whose postmaster is gone, but not a person who looks into the data directory', () => {
    const table = [row(50), row(51)];
    expect(
      find(table, inspector({ 50: { cwd: data, exe: '/x/postgres' }, 51: { cwd: data, exe: '/bin/bash' } })),
    ).toEqual([50]);
  });

  it('spare the owner and the keeper', () => {
    const mark = { env: 'ATTEST_RUN=r1' };
    expect(
      find([row(10), row(11), row(process.pid)], inspector({ 10: mark, 11: mark, [process.pid]: mark })),
    ).toEqual([]);
  });
});
