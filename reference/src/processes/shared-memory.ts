import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The System V segment by which PostgreSQL makes sure that a data directory has one server. A killed server leaves it behind,
 * and it would stay until the next boot.
 */
export interface SharedMemorySegment {
  readonly key: number;
  readonly id: number;
}

/** Line 7 of postmaster.pid: key and id (PostgreSQL, src/include/utils/pidfile.h, LOCK_FILE_LINE_SHMEM_KEY). */
export function parsePostmasterPid(text: string): SharedMemorySegment | undefined {
  const match = /^\s*(\d+)\s+(\d+)\s*$/.exec(text.split('\n')[6] ?? '');
  return match ? { key: Number(match[1]), id: Number(match[2]) } : undefined;
}

export function readSegment(dataDirectory: string): SharedMemorySegment | undefined {
  try {
    return parsePostmasterPid(readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Is it still there, under the same key, with nobody attached? Lines of /proc/sysvipc/shm (proc_sysvipc(5)). */
export function isAbandoned(segment: SharedMemorySegment, table: string): boolean {
  return table.split('\n').some((line) => {
    const [key, id, , , , , attached] = line.trim().split(/\s+/);
    // The kernel prints the key as a signed number.
    return Number(key) >>> 0 === segment.key >>> 0 && Number(id) === segment.id && attached === '0';
  });
}

/** Removes the segment if nobody uses it; false when there was nothing to do. */
export function removeSegment(segment: SharedMemorySegment): boolean {
  if (process.platform === 'linux' && !isAbandoned(segment, readFileSync('/proc/sysvipc/shm', 'utf8')))
    return false;
  execFileSync('ipcrm', ['-m', String(segment.id)], { stdio: ['ignore', 'ignore', 'pipe'] });
  return true;
}
