import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { ProcessRow } from './process-table.js';

const listenState = '0A';

/** Inodes of the sockets that listen on a port, from the lines of /proc/net/tcp (proc_net(5)): address:port in hexadecimal. */
export function listeningInodes(port: number, table: string): ReadonlySet<string> {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return new Set(
    table.split('\n').flatMap((line) => {
      const fields = line.trim().split(/\s+/);
      const listens = fields[1]?.endsWith(suffix) && fields[3] === listenState;
      return listens && fields[9] !== undefined ? [fields[9]] : [];
    }),
  );
}

/** The processes that listen on a port; `undefined` when the operating system does not tell of all of them. */
export function listenersOf(port: number, processes: readonly ProcessRow[]): ProcessRow[] | undefined {
  if (process.platform !== 'linux') return undefined;
  const inodes = listeningInodes(port, readFileSync('/proc/net/tcp', 'utf8'));
  const owners = processes.filter(({ pid }) => socketsOf(pid).some((inode) => inodes.has(inode)));
  return inodes.size === 0 || owners.length === 0 ? undefined : owners;
}

function socketsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => {
      const match = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${descriptor}`));
      return match?.[1] === undefined ? [] : [match[1]];
    });
  } catch {
    // Gone, or another user's.
    return [];
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
