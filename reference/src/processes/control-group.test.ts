import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ControlGroup, findGroups, groupsHere } from './control-group.js';
import { endRun } from './end-run.js';
import { summarizeLedger } from './ledger.js';

const first = `tmpfs /sys/fs/cgroup tmpfs rw 0 0
cgroup /sys/fs/cgroup/cpuset cgroup rw,cpuset 0 0
cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,nosuid,cpu,cpuacct 0 0
cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0`;
const second = `proc /proc proc rw 0 0
cgroup2 /sys/fs/cgroup cgroup2 rw,nsdelegate 0 0`;

describe('where groups can be made', () => {
  it.each([
    [
      'beside the own one, in the first version',
      first,
      '4:cpuset:/elsewhere\n3:cpu,cpuacct:/jobs/7\n0::/',
      { version: 'v1', path: '/sys/fs/cgroup/cpu,cpuacct/jobs/7' },
    ],
    ['in the second version', second, '0::/user.slice', { version: 'v2', path: '/sys/fs/cgroup/user.slice' }],
    ['nowhere without them', 'proc /proc proc rw 0 0', '', undefined],
    ['nowhere when the own one is not told', second, '', undefined],
  ])('%s', (_where, mounts, own, groups) => {
    expect(findGroups(mounts, own)).toEqual(groups);
  });
});

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** Ends by itself should nobody end it. */
function program(): number {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  started.push(child);
  return child.pid ?? 0;
}

/** As an unprivileged user nobody may. */
function madeHere(name: string) {
  const groups = groupsHere();
  try {
    return groups && { path: join(groups.path, name), group: new ControlGroup(groups, name, 2) };
  } catch {
    return undefined;
  }
}

const made = madeHere(`attest-group-test-${process.pid}`);

const weightOf = (path: string) =>
  ['cpu.shares', 'cpu.weight'].flatMap((file) =>
    existsSync(join(path, file)) ? [Number(readFileSync(join(path, file), 'utf8'))] : [],
  )[0] ?? 0;

it.runIf(made !== undefined)(
  'a group of programs has the least of the processors until it is up, and goes with its run',
  async () => {
    const { path, group } = made!;
    const least = weightOf(path);
    const pid = program();
    const gone = program();
    const ended = new Promise((resolve) => started.at(-1)?.once('exit', resolve));
    process.kill(gone, 'SIGKILL');
    await ended;
    group.add(pid);
    group.add(gone);
    expect(readFileSync(join(path, 'cgroup.procs'), 'utf8').trim()).toBe(String(pid));
    await group.end();
    expect(weightOf(path), 'two shares').toBeGreaterThan(120 * least);

    const ledger = summarizeLedger([
      { kind: 'run', run: 'group-test', owner: { pid: process.pid, startedAt: 'x' }, at: '' },
      { kind: 'directory', path },
    ])!;
    process.kill(pid, 'SIGKILL');
    expect(await endRun(ledger)).toMatchObject({ directoriesRemoved: [path], problems: [] });
    expect(existsSync(path)).toBe(false);
  },
);
