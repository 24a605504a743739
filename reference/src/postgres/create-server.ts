import { chownSync, existsSync } from 'node:fs';
import { appendFile, chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BedError } from '../bed-error.js';
import type { Keeper } from '../processes/keeper.js';
import { pickPort } from '../processes/port.js';
import { spawnManaged } from '../processes/spawn-managed.js';
import { databaseName, Postgres, servicesRole, superuser } from './postgres.js';
import { closedDirectory, prepareServerPrograms } from './server-programs.js';
import { settingsFile } from './server-settings.js';
import type { ServerUser } from './server-user.js';

export interface PrimaryOptions {
  readonly keeper: Keeper;
  /** Folder of the programs `postgres` and `initdb`. */
  readonly binDirectory: string;
  readonly region: string;
  /** The run's temporary directory: exists, is registered, and receives `postgres-<region>`. */
  readonly directory: string;
  readonly logFile: string;
  readonly maxConnections: number;
  /** Of `findServerUser()`. */
  readonly user: ServerUser | undefined;
}

/** An empty cluster, not started. @throws BedError `database-not-initialized`, `directory-closed`, `disk-full` */
export async function createPrimary(options: PrimaryOptions): Promise<Postgres> {
  const { keeper, user, region, directory } = options;
  await letIn(directory, user);
  const programs = prepareServerPrograms({ binDirectory: options.binDirectory, directory, user });
  const dataDirectory = await newDataDirectory(directory, region, keeper, user);
  const run = (name: string, command: string, args: readonly string[], inputFile?: string) =>
    runToEnd({ ...options, name, command, args, ...(inputFile === undefined ? {} : { inputFile }) });
  // Nothing is in it yet that a crash of the machine could lose, hence no sync (and -F, the same for the server).
  const cluster = [`--username=${superuser}`, '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
  await run('initdb', programs.initdb, ['-D', dataDirectory, ...cluster]);
  // The settings first: the control file remembers those that a standby may not undercut.
  await appendFile(
    join(dataDirectory, 'postgresql.conf'),
    settingsFile({ maxConnections: options.maxConnections }),
  );
  await askForPasswords(dataDirectory);
  // Now, by a server that serves nobody, so that every copy has the database from the beginning.
  const statement = join(directory, 'create-database.sql');
  // What services may do in it is not what the bed is about.
  await writeFile(
    statement,
    `create database ${databaseName}\ncreate role ${servicesRole} login superuser\n`,
  );
  await run(
    'create database',
    programs.postgres,
    ['--single', '-F', '-D', dataDirectory, superuser],
    statement,
  );
  return new Postgres({
    keeper,
    programs,
    user,
    region,
    dataDirectory,
    logFile: options.logFile,
    port: await pickPort(),
  });
}

/**
 * A standby as a copy of a primary that does not run: right after `createPrimary`, or stopped. It streams once started with an
 * upstream port. @throws BedError `database-not-stopped`, `disk-full`
 */
export async function createStandby(
  primary: Postgres,
  options: { readonly region: string; readonly logFile: string },
): Promise<Postgres> {
  const source = primary.dataDirectory;
  if (primary.running || existsSync(join(source, 'postmaster.pid'))) {
    throw new BedError({
      code: 'database-not-stopped',
      message: `A standby in ${options.region} cannot be copied from ${primary.region} while that runs, or after it was killed.`,
      fix: 'Make all standbys before the primary is started, or stop it first.',
    });
  }
  const { keeper, user } = primary.options;
  const { region } = options;
  const dataDirectory = await newDataDirectory(dirname(source), region, keeper, user);
  const directory = dirname(source);
  const args = ['-R', `${source}/.`, dataDirectory];
  await runToEnd({ ...primary.options, ...options, directory, name: 'copy database', command: 'cp', args });
  await writeFile(join(dataDirectory, 'standby.signal'), '');
  return new Postgres({ ...primary.options, ...options, dataDirectory, port: await pickPort() });
}

/** Of rules that match, the first one counts. Source: https://www.postgresql.org/docs/18/auth-pg-hba-conf.html */
async function askForPasswords(dataDirectory: string): Promise<void> {
  const file = join(dataDirectory, 'pg_hba.conf');
  const rules = await readFile(file, 'utf8');
  await writeFile(file, `host all ${servicesRole} 127.0.0.1/32 scram-sha-256\n${rules}`);
}

async function newDataDirectory(
  directory: string,
  region: string,
  keeper: Keeper,
  user: ServerUser | undefined,
): Promise<string> {
  const dataDirectory = join(directory, `postgres-${region}`);
  keeper.registerDatabase(dataDirectory);
  await rm(dataDirectory, { recursive: true, force: true });
  await mkdir(dataDirectory, { mode: 0o700 });
  if (user !== undefined) chownSync(dataDirectory, user.uid, user.gid);
  return dataDirectory;
}

/** A directory of ours is closed to others; the servers' user must at least pass through it. */
async function letIn(directory: string, user: ServerUser | undefined): Promise<void> {
  if (user === undefined) return;
  await chmod(directory, 0o711);
  const closed = closedDirectory(directory, user);
  if (closed === undefined) return;
  throw new BedError({
    code: 'directory-closed',
    message: `PostgreSQL runs as user ${user.uid}, because it refuses root, and that user may not enter ${closed}.`,
    fix: 'Point TMPDIR to a directory that every user may enter, such as /tmp.',
  });
}

/** Runs a program as the servers' user, which thereby owns what it writes. */
async function runToEnd(options: {
  readonly keeper: Keeper;
  readonly user: ServerUser | undefined;
  readonly region: string;
  readonly directory: string;
  readonly logFile: string;
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly inputFile?: string;
}): Promise<void> {
  const { user, region } = options;
  const process = await spawnManaged(options.keeper, {
    name: `${options.name} ${region}`,
    command: options.command,
    args: options.args,
    env: { LC_ALL: 'C' },
    cwd: options.directory,
    uid: user?.uid,
    gid: user?.gid,
    logFile: options.logFile,
    ...(options.inputFile === undefined ? {} : { inputFile: options.inputFile }),
  });
  const ended = await process.exited;
  if (ended.code !== 0) throw notInitialized(region, options.directory, ended.lastLines);
}

function notInitialized(region: string, directory: string, lastLines: readonly string[]): BedError {
  const output = lastLines.join('\n');
  const full = /No space left on device/.test(output);
  return new BedError({
    code: full ? 'disk-full' : 'database-not-initialized',
    message: `No database could be made for ${region}:\n${output}`,
    fix: full
      ? `Give the disk of ${directory} some room (40 MB a region to begin with), or point TMPDIR to another.`
      : 'Run attest doctor, which shows where PostgreSQL was found and whether it runs.',
  });
}
