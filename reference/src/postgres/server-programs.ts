import { cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ServerUser } from './server-user.js';

/** PostgreSQL's programs, in a place where the server's user can run them. */
export interface ServerPrograms {
  readonly postgres: string;
  readonly initdb: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The npm package's programs, without ever writing into it. Two things may be in the way: a folder that only its owner may
 * enter (a clone in root's home), then they are copied; and library names that its install script would have linked, had npm
 * been allowed to run it, then those links are made beside, where `LD_LIBRARY_PATH` finds them.
 */
export function prepareServerPrograms(options: {
  /** Folder of `postgres` and `initdb`. */
  readonly binDirectory: string;
  /** Of the run; may receive a copy (60 MB). */
  readonly directory: string;
  readonly user: ServerUser | undefined;
}): ServerPrograms {
  const { user, directory } = options;
  const installed = dirname(options.binDirectory);
  const open = user === undefined || closedDirectory(options.binDirectory, user) === undefined;
  const native = open ? installed : join(directory, 'postgresql');
  if (!open && !existsSync(native)) cpSync(installed, native, { recursive: true, verbatimSymlinks: true });
  const links = linkMissingLibraries(native, join(directory, 'postgresql-libraries'));
  const bin = join(native, basename(options.binDirectory));
  return {
    postgres: join(bin, 'postgres'),
    initdb: join(bin, 'initdb'),
    env: links === undefined ? {} : { [libraryPathVariable]: `${links}:${join(native, 'lib')}` },
  };
}

const libraryPathVariable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';

/** The outermost folder on the way to a path that the user may not enter, itself included. */
export function closedDirectory(path: string, user: ServerUser): string | undefined {
  const parent = dirname(path);
  const closed = parent === path ? undefined : closedDirectory(parent, user);
  if (closed !== undefined) return closed;
  const { mode, uid, gid } = statSync(path);
  const enter = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  return (mode & enter) === 0 ? path : undefined;
}

/** Source and target as in pg-symlinks.json, both from the package's root. Returns the folder of links, if any was missing. */
function linkMissingLibraries(native: string, directory: string): string | undefined {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return undefined;
  const wanted = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  const missing = wanted.filter(
    ({ target }) =>
      !existsSync(join(native, '..', target)) && !existsSync(join(native, target.replace(/^native\//, ''))),
  );
  if (missing.length === 0) return undefined;
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  for (const { source, target } of missing) {
    const link = join(directory, basename(target));
    if (!existsSync(link)) symlinkSync(join(native, source.replace(/^native\//, '')), link);
  }
  return directory;
}
