import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { BedError } from '../bed-error.js';
import type { ServerUser } from './server-user.js';

const run = promisify(execFile);

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

/** For each process whose number follows; one that has ended meanwhile has no limit. */
const forEach = 'for pid; do prlimit --pid "$pid" --fsize="$LIMIT:"; done';

/**
 * Sets the limit in force and leaves the one above it, so that this can be taken back. Asked as the owner of the processes: root may do
 * it for others only where it holds a capability that containers take away. @throws BedError `program-refused`
 */
export async function limitFileSize(
  pids: readonly number[],
  limit: FileSizeLimit,
  user: ServerUser | undefined,
): Promise<void> {
  const { stderr } = await run('sh', ['-c', forEach, 'sh', ...pids.map(String)], {
    env: { ...process.env, LIMIT: limit },
    ...user,
  }).catch((error: { stderr?: string }) => ({ stderr: error.stderr ?? String(error) }));
  const others = pids.filter((pid) => ![undefined, limit].includes(readFileSizeLimit(pid)));
  if (others.length === 0) return;
  throw new BedError({
    code: 'program-refused',
    message: `The size of files that processes ${others.join(', ')} write cannot be limited to ${limit}: ${stderr.trim()}`,
    fix: 'The owner of a process may change its limits with prlimit(1), unless a security module forbids it.',
  });
}
