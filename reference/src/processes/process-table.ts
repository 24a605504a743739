import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process as the operating system lists it. `startedAt` tells it from a later one with the same pid. */
export interface ProcessRow {
  readonly pid: number;
  readonly parentPid: number;
  readonly groupId: number;
  readonly startedAt: string;
  /** Dead, but not yet collected by its parent: it can do nothing any more. */
  readonly zombie: boolean;
}

/** Every process of the machine, or of the container. */
export function listProcesses(): ProcessRow[] {
  if (process.platform !== 'linux') return parsePs(ps('-A'));
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => readProcess(Number(entry)) ?? []);
}

/** `undefined` when there is no such process. */
export function readProcess(pid: number): ProcessRow | undefined {
  if (process.platform !== 'linux') return parsePs(ps('-p', String(pid)))[0];
  const stat = readIfThere(`/proc/${pid}/stat`);
  return stat === undefined ? undefined : parseStat(stat, bootId());
}

/** Stopped by a signal, and not by its own doing: it lives and does nothing. */
export function isHalted(pid: number): boolean {
  if (process.platform !== 'linux') return /^\s*T/.test(state(pid));
  const stat = readIfThere(`/proc/${pid}/stat`) ?? '';
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T');
}

/** The environment that the process was started with; empty when unknown (another user's, or overwritten by the program). */
export function startEnvironment(pid: number): ReadonlySet<string> {
  return new Set(readIfThere(`/proc/${pid}/environ`)?.split('\0') ?? []);
}

/** `undefined` when the operating system does not tell. */
export function workingDirectory(pid: number): string | undefined {
  return readLinkIfThere(`/proc/${pid}/cwd`);
}

/** Path of the program that runs; `undefined` when the operating system does not tell. */
export function executable(pid: number): string | undefined {
  return readLinkIfThere(`/proc/${pid}/exe`)?.replace(/ \(deleted\)$/, '');
}

/**
 * One line of /proc/<pid>/stat (proc_pid_stat(5)). The second field, the program's name, may hold spaces and parentheses, so
 * that fields are counted from the last one. Start times count from boot, hence the boot's id.
 */
export function parseStat(line: string, boot: string): ProcessRow | undefined {
  const pid = Number.parseInt(line, 10);
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const [state, parentPid, groupId] = fields;
  const startTicks = fields[19];
  if (Number.isNaN(pid) || startTicks === undefined) return undefined;
  return {
    pid,
    parentPid: Number(parentPid),
    groupId: Number(groupId),
    startedAt: `${boot}:${startTicks}`,
    zombie: state === 'Z' || state === 'X',
  };
}

/** Lines of `ps -o pid=,ppid=,pgid=,stat=,lstart=`. */
export function parsePs(lines: string): ProcessRow[] {
  return lines.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S.*?)\s*$/.exec(line);
    if (!match) return [];
    const [, pid, parentPid, groupId, state, startedAt] = match;
    return {
      pid: Number(pid),
      parentPid: Number(parentPid),
      groupId: Number(groupId),
      startedAt: startedAt as string,
      zombie: (state as string).startsWith('Z'),
    };
  });
}

function ps(...selection: string[]): string {
  try {
    return execFileSync('ps', [...selection, '-o', 'pid=,ppid=,pgid=,stat=,lstart='], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    // `ps -p` of a pid that does not exist exits with 1.
    if ((error as { status?: number }).status === 1) return '';
    throw error;
  }
}

function state(pid: number): string {
  return execFileSync('ps', ['-p', String(pid), '-o', 'stat='], { encoding: 'utf8' });
}

let knownBootId: string | undefined;

function bootId(): string {
  knownBootId ??= readIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? 'unknown-boot';
  return knownBootId;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function readLinkIfThere(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
