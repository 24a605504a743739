import { describe, expect, it } from 'vitest';
import { listProcesses, parsePs, parseStat, readProcess } from './process-table.js';

const boot = 'b00t';
const tail = '0 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 1000 4096 1';

describe('the process table', () => {
  it('reads parent, group, state and start of a process', () => {
    expect(parseStat(`4711 (node) S 12 4700 ${tail}`, boot)).toEqual({
      pid: 4711,
      parentPid: 12,
      groupId: 4700,
      startedAt: 'b00t:1000',
      zombie: false,
    });
  });

  it('is not misled by a program whose name looks like fields', () => {
    expect(parseStat(`7 (a) Z 1 (b) R 12 4700 ${tail}`, boot)).toMatchObject({
      parentPid: 12,
      zombie: false,
    });
  });

  it('tells processes that are dead but not collected', () => {
    expect(parseStat(`7 (x) Z 12 4700 ${tail}`, boot)?.zombie).toBe(true);
  });

  it('reads what ps prints where there is no /proc', () => {
    const lines =
      '  12     1    12 Ss   Mon Nov 23 21:00:00 2026\n 345    12    12 Z+   Mon Nov 23 21:00:01 2026\n';
    expect(parsePs(lines)).toEqual([
      { pid: 12, parentPid: 1, groupId: 12, startedAt: 'Mon Nov 23 21:00:00 2026', zombie: false },
      { pid: 345, parentPid: 12, groupId: 12, startedAt: 'Mon Nov 23 21:00:01 2026', zombie: true },
    ]);
  });

  it('lists this process with its parent', () => {
    const own = listProcesses().find((row) => row.pid === process.pid);
    expect(own).toEqual(readProcess(process.pid));
    expect(own?.parentPid).toBe(process.ppid);
  });

  it('knows no process of a pid that nobody has', () => {
    expect(readProcess(2 ** 22 + 1)).toBeUndefined();
  });
});
