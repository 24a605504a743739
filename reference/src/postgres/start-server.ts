import { setTimeout as delay } from 'node:timers/promises';
import { quoteSetting } from '@attest/controllers/failover-adapters';
import pg from 'pg';
import { BedError } from '../bed-error.js';
import type { ManagedProcess, ProcessExit } from '../processes/managed-process.js';
import { pickPort } from '../processes/port.js';
import { spawnManaged } from '../processes/spawn-managed.js';
import { setAutoSetting } from './auto-settings.js';
import type { PostgresOptions } from './postgres.js';

const portAttempts = 3;
const readyTimeoutMs = 30_000;
const pollMs = 10;

/** Resolves when a query is answered: a server accepts connections before it can do anything with them. */
export async function startServer(
  options: PostgresOptions,
  start: { readonly port: number; readonly primaryConnInfo?: string },
): Promise<{ readonly port: number; readonly process: ManagedProcess }> {
  if (start.primaryConnInfo !== undefined) {
    setAutoSetting(options.dataDirectory, 'primary_conninfo', quoteSetting(start.primaryConnInfo));
  }
  let port = start.port;
  for (let attempt = 1; ; attempt += 1) {
    const process = await spawnPostgres(options, port);
    const ended = await readyOrEnded(process, port);
    if (ended === undefined) {
      options.keeper.registerPort(`${options.region} postgres`, port);
      return { port, process };
    }
    if (!ended.lastLines.some((line) => line.includes('could not bind')) || attempt === portAttempts) {
      throw notStarted(options, ended);
    }
    port = await pickPort();
  }
}

function spawnPostgres(options: PostgresOptions, port: number): Promise<ManagedProcess> {
  return spawnManaged(options.keeper, {
    name: `postgres ${options.region}`,
    command: options.programs.postgres,
    args: ['-D', options.dataDirectory, '-p', String(port)],
    env: { LC_ALL: 'C' },
    cwd: options.dataDirectory,
    uid: options.user?.uid,
    gid: options.user?.gid,
    logFile: options.logFile,
    // Fast shutdown (postgres(1)); SIGTERM would wait for every client to leave.
    stopSignal: 'SIGINT',
  });
}

/** `undefined` when it is ready. */
async function readyOrEnded(process: ManagedProcess, port: number): Promise<ProcessExit | undefined> {
  const deadline = Date.now() + readyTimeoutMs;
  for (;;) {
    if (!process.running) return process.exited;
    const refusal = await answerOf(port);
    if (refusal === undefined && process.running) return undefined;
    if (Date.now() > deadline) {
      const { lastLines } = await process.kill();
      throw new BedError({
        code: 'database-not-ready',
        message: `${process.name} answered no query within ${readyTimeoutMs / 1000} s (${refusal}). Its last lines:\n${lastLines.join('\n')}`,
        fix: `The whole log is ${process.logFile}.`,
      });
    }
    await delay(pollMs);
  }
}

/** `undefined` when a query is answered, otherwise why not. */
async function answerOf(port: number): Promise<string | undefined> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    database: 'postgres',
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return undefined;
  } catch (error) {
    return (error as Error).message || (error as NodeJS.ErrnoException).code || 'no answer';
  } finally {
    await client.end().catch(() => undefined);
  }
}

function notStarted(options: PostgresOptions, ended: ProcessExit): BedError {
  const lines = ended.lastLines.join('\n');
  const full = /No space left on device/.test(lines);
  return new BedError({
    code: full ? 'disk-full' : 'program-exited',
    message: `PostgreSQL of ${options.region} ended with exit code ${ended.code} before it was ready. Its last lines:\n${lines}`,
    fix: full
      ? `Give the disk of ${options.dataDirectory} some room, or point TMPDIR to another.`
      : `The whole log is ${options.logFile}.`,
  });
}
