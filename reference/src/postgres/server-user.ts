import { readFileSync } from 'node:fs';
import { BedError } from '../bed-error.js';

export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Who PostgreSQL runs as: it refuses root. `undefined` means this process's own user. The user must stand in /etc/passwd,
 * because initdb looks its name up. @throws BedError `no-unprivileged-user`
 */
export function findServerUser(name = 'nobody'): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const user = parsePasswd(readFileSync('/etc/passwd', 'utf8'), name);
  if (user !== undefined && user.uid !== 0) return user;
  throw new BedError({
    code: 'no-unprivileged-user',
    message: `PostgreSQL refuses to run as root, and /etc/passwd has no other user named ${name} to run it as.`,
    fix: `Run as another user than root, or add one: useradd --system ${name}`,
  });
}

/** macOS writes the ids of nobody as -2, which is the largest but one unsigned number. */
export function parsePasswd(passwd: string, name: string): ServerUser | undefined {
  const fields = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .find(([user]) => user === name);
  const uid = Number(fields?.[2]);
  const gid = Number(fields?.[3]);
  return Number.isInteger(uid) && Number.isInteger(gid) ? { uid: uid >>> 0, gid: gid >>> 0 } : undefined;
}
