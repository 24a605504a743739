import { readFileSync } from 'node:fs';
import type { DiskDriver, Disturbance, Proof } from '@attest/chaos';
import { type FileSizeLimit, limitFileSize, readFileSizeLimit } from '../postgres/file-size-limit.js';
import type { Postgres } from '../postgres/postgres.js';
import { timeFlushes } from '../postgres/time-flush.js';
import { until } from '../postgres/until.js';
import { logSize } from '../processes/log-file.js';
import { listProcesses } from '../processes/process-table.js';
import type { DatabaseRecovery } from './database-recovery.js';

/** So much can a server still log, to tell what is wrong with it; less than a segment of its write-ahead log by far. */
const roomForItsLogBytes = 256 * 1024;
const complaint =
  /could not (?:write|extend|resize|zero-extend|create).*: (?:File too large|No space left on device)/;
const complainsWithinMs = 10_000;
const decidedWithinMs = 5_000;
const flushes = 5;

/** Fills and slows down the disks of the bed's databases, as far as the databases can tell. */
export function diskDriver(database: (region: string) => Postgres, recovery: DatabaseRecovery): DiskDriver {
  const fillings = new Map<string, Filling>();
  return {
    full(region): Disturbance {
      const server = database(region);
      const { logFile, user } = server.options;
      const limitAll = async (limit: FileSizeLimit) => {
        const [postmaster, ...others] = processesOf(server);
        if (postmaster === undefined) return;
        // Who is started by it from then on has its limits.
        await limitFileSize([postmaster], limit, user);
        await limitFileSize([...new Set([...others, ...processesOf(server)])], limit, user);
      };
      return {
        async inject() {
          const limitBefore = readFileSizeLimit(server.process?.pid ?? 0) ?? 'unlimited';
          const logStart = logSize(logFile);
          const filling = { limitBefore, logStart, limit: logStart + roomForItsLogBytes };
          fillings.set(region, filling);
          await limitAll(String(filling.limit));
          // The first to need room: the rest of a segment is written, and the next one begun.
          await server.query('select pg_switch_wal()').catch(() => undefined);
          await until({
            what: `the database of ${region} to notice that its disk is full`,
            timeoutMs: complainsWithinMs,
            done: async () => complaintIn(logFile, logStart) !== undefined,
            state: async () => `its log is ${logFile}`,
          });
        },
        async prove() {
          const filling = fillings.get(region);
          if (filling === undefined) return [];
          const said = complaintIn(logFile, filling.logStart);
          return [
            limitProof(server, String(filling.limit)),
            {
              probe: `log of ${region}`,
              expected: 'no room to write',
              observed: said ?? 'nothing of the kind',
              ok: said !== undefined,
            },
            await writeProof(server, 'refused'),
          ];
        },
        async undo() {
          const filling = fillings.get(region);
          if (filling === undefined) return;
          await limitAll(filling.limitBefore);
          // It is on its way down, or up again. One that met the full disk while it recovered may do neither: it is started again.
          const decided = await until({
            what: `the database of ${region} to answer or to end`,
            timeoutMs: decidedWithinMs,
            done: async () => !server.running || (await writes(server)) === 'on its disk',
            state: async () => `its log is ${logFile}`,
          }).then(
            () => true,
            () => false,
          );
          if (!decided) await server.kill();
          await recovery.restore(region);
        },
        async proveUndone() {
          if (!server.running) return [await recovery.prove(region)];
          const { limitBefore } = fillings.get(region) ?? {};
          const limits = limitBefore === undefined ? [] : [limitProof(server, limitBefore)];
          return [...limits, await writeProof(server, 'on its disk')];
        },
      };
    },
    slow(region, addedMs): Disturbance {
      const server = database(region);
      return {
        async inject() {
          await server.query(`alter system set commit_delay = ${addedMs * 1000}`);
          await server.query('alter system set commit_siblings = 0');
          await reload(server, async () => (await settingsOf(server)).commit_siblings === '0');
        },
        prove: async () => [await flushProof(server, addedMs, 'more')],
        async undo() {
          if (!server.running) return;
          await server.query('alter system reset commit_delay');
          await server.query('alter system reset commit_siblings');
          await reload(server, async () => (await settingsOf(server)).commit_siblings !== '0');
        },
        async proveUndone() {
          const left = Object.keys(await alteredSettings(server));
          return [
            {
              probe: `settings of ${region} that keep a flush waiting`,
              expected: 'as the server was made',
              observed: left.length === 0 ? 'as the server was made' : `altered: ${left.join(', ')}`,
              ok: left.length === 0,
            },
            await flushProof(server, addedMs, 'less'),
          ];
        },
      };
    },
  };
}

interface Filling {
  readonly limitBefore: FileSizeLimit;
  readonly limit: number;
  /** Size of the server's log when its disk became full. */
  readonly logStart: number;
}

/** The postmaster first. */
function processesOf({ process, running }: Postgres): number[] {
  if (process === undefined || !running) return [];
  const children = listProcesses().filter((row) => row.parentPid === process.pid && !row.zombie);
  return [process.pid, ...children.map(({ pid }) => pid)];
}

function complaintIn(logFile: string, fromByte: number): string | undefined {
  return complaint.exec(readFileSync(logFile).subarray(fromByte).toString('utf8'))?.[0];
}

function limitProof(server: Postgres, expected: FileSizeLimit): Proof {
  const limits = processesOf(server).flatMap((pid) => readFileSizeLimit(pid) ?? []);
  const observed = limits.length === 0 ? 'no process left' : [...new Set(limits)].join(', ');
  return {
    probe: `limit of what processes of ${server.region} write, in bytes`,
    expected,
    observed,
    ok: limits.every((limit) => limit === expected),
  };
}

async function writeProof(server: Postgres, expected: 'refused' | 'on its disk'): Promise<Proof> {
  const observed = await writes(server);
  return {
    probe: `a few bytes for ${server.region}`,
    expected,
    observed,
    ok: (observed === 'on its disk') === (expected === 'on its disk'),
  };
}

async function writes(server: Postgres): Promise<string> {
  return timeFlushes(server.connectionString(), 1).then(
    () => 'on its disk',
    (error: Error) => `refused: ${error.message}`,
  );
}

async function flushProof(server: Postgres, ms: number, expected: 'more' | 'less'): Promise<Proof> {
  const took = [...(await timeFlushes(server.connectionString(), flushes))].sort((a, b) => a - b);
  const median = took[Math.floor(took.length / 2)] ?? Number.NaN;
  return {
    probe: `median of ${flushes} flushes of the log of ${server.region}`,
    expected: `${ms} ms or ${expected}`,
    observed: `${median.toFixed(1)} ms`,
    ok: expected === 'more' ? median >= ms : median < ms,
  };
}

async function settingsOf(server: Postgres): Promise<Readonly<Record<string, string>>> {
  const rows = await server.query<{ name: string; setting: string }>(
    "select name, setting from pg_settings where name in ('commit_delay', 'commit_siblings')",
  );
  return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
}

/** Those that outrank the file with which a server was made. */
async function alteredSettings(server: Postgres): Promise<Readonly<Record<string, string>>> {
  const rows = await server.query<{ name: string; setting: string }>(
    `select name, setting from pg_file_settings
     where name in ('commit_delay', 'commit_siblings') and sourcefile like '%postgresql.auto.conf'`,
  );
  return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
}

/** A reload is a signal: the settings are there when a query shows them. */
async function reload(server: Postgres, done: () => Promise<boolean>): Promise<void> {
  await server.query('select pg_reload_conf()');
  await until({
    what: `${server.region} to take over its settings`,
    timeoutMs: complainsWithinMs,
    done,
    state: async () => JSON.stringify(await settingsOf(server)),
  });
}
