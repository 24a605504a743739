import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { BedError } from '../bed-error.js';
import type { ServerUser } from './server-user.js';

/** In bytes, or `unlimited`; of a process, for every file that it writes (RLIMIT_FSIZE, getrlimit(2)). */
export type FileSizeLimit = string;

/** `prlimit` belongs to util-linux, and changes limits of processes that run. */
export function canLimitFileSize(): boolean {
  return process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0;
}

/** The limit in force, of which a process may be given more again; `undefined` when there is no such process. */
export function readFileSizeLimit(pid: number): FileSizeLimit | undefined {
  try {
    return parseLimits(readFileSync(`/proc/${pid}/limits`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** /proc/<pid>/limits (proc_pid_limits(5)). */
export function parseLimits(text: string): FileSizeLimit | undefined {
  return /^Max file size\s+(\S+)/m.exec(text)?.[1];
}

/**
 * Sets the limit in force and leaves the one above it, so that this can be taken back. Asked as the owner of the process: root may do it for
 * others only where it holds a capability that containers take away. @throws BedError `program-refused`
 */
export function limitFileSize(pid: number, limit: FileSizeLimit, user: ServerUser | undefined): void {
  try {
    execFileSync('prlimit', ['--pid', String(pid), `--fsize=${limit}:`], {
      stdio: ['ignore', 'ignore', 'pipe'],
      ...user,
    });
  } catch (cause) {
    if (readFileSizeLimit(pid) === undefined) return;
    throw new BedError({
      code: 'program-refused',
      message: `The size of files that process ${pid} writes cannot be limited to ${limit}: ${String((cause as { stderr?: unknown }).stderr ?? cause).trim()}`,
      fix: 'The owner of a process may change its limits with prlimit(1), unless a security module forbids it.',
      cause,
    });
  }
}
