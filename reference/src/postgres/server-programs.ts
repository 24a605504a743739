import { cpSync, existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ServerUser } from './server-user.js';

/** PostgreSQL's programs, in a place where the server's user can run them. */
export interface ServerPrograms {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * Where the servers' user may not enter a folder on the way to the programs (they stand in root's home, or below a clone that
 * is closed to others), they are copied with all that belongs to them; PostgreSQL finds its files from where it stands itself.
 */
export function prepareServerPrograms(options: {
  /** Folder of `postgres` and `initdb`, beside it `lib` and `share`. */
  readonly binDirectory: string;
  /** Of the run, open to the user; may receive a copy (60 MB). */
  readonly directory: string;
  readonly user: ServerUser | undefined;
}): ServerPrograms {
  const { binDirectory, directory, user } = options;
  if (user === undefined || closedDirectory(binDirectory, user) === undefined)
    return programsIn(binDirectory);
  const copy = join(directory, 'postgresql');
  if (!existsSync(copy)) cpSync(dirname(binDirectory), copy, { recursive: true, verbatimSymlinks: true });
  return programsIn(join(copy, basename(binDirectory)));
}

/** The outermost folder on the way to a path that the user may not enter, itself included. */
export function closedDirectory(path: string, user: ServerUser): string | undefined {
  const parent = dirname(path);
  const closed = parent === path ? undefined : closedDirectory(parent, user);
  if (closed !== undefined) return closed;
  const { mode, uid, gid } = statSync(path);
  const enter = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  return (mode & enter) === 0 ? path : undefined;
}

function programsIn(directory: string): ServerPrograms {
  return { postgres: join(directory, 'postgres'), initdb: join(directory, 'initdb') };
}
