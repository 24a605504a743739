import type { Proof } from '@attest/chaos';
import { lsnReached } from '@attest/controllers/failover';
import { quoteSetting, synchronousStandbyNames } from '@attest/controllers/failover-adapters';
import { BedError } from '../bed-error.js';
import type { Keeper } from '../processes/keeper.js';
import type { ManagedProcess } from '../processes/managed-process.js';
import { isAlive, type ProcessIdentity } from '../processes/process-identity.js';
import { haltServer, proveHalted, resumeServer } from './halt-server.js';
import { killServer, proveKilled } from './kill-server.js';
import { type ReplicationStatus, readReplicationStatus } from './replication-status.js';
import type { ServerPrograms } from './server-programs.js';
import { connectionInfo } from './server-settings.js';
import type { ServerUser } from './server-user.js';
import { SqlClient } from './sql-client.js';
import { startServer } from './start-server.js';
import { until } from './until.js';

/** Exist on every server. On loopback all are trusted but the services, who have a password: theirs is a secret that can change. */
export const superuser = 'postgres';
export const servicesRole = 'platform_services';
export const databaseName = 'platform';

export interface PostgresOptions {
  readonly keeper: Keeper;
  readonly programs: ServerPrograms;
  readonly user: ServerUser | undefined;
  readonly region: string;
  readonly dataDirectory: string;
  readonly logFile: string;
  readonly port: number;
}

/** One region's PostgreSQL server. Made by `createPrimary` and `createStandby`. */
export class Postgres {
  readonly region: string;
  readonly dataDirectory: string;
  readonly #options: PostgresOptions;
  readonly #sql: SqlClient;
  #port: number;
  #process: ManagedProcess | undefined;
  #halted: readonly ProcessIdentity[] = [];
  #killed: readonly ProcessIdentity[] = [];

  constructor(options: PostgresOptions) {
    this.#options = options;
    this.region = options.region;
    this.dataDirectory = options.dataDirectory;
    this.#port = options.port;
    // One that wakes up has to serve all at once who have waited for it.
    this.#sql = new SqlClient(() => this.connectionString(), { attemptsWhenFull: 40 });
  }

  /** Chosen when the server was made; final once `start()` has resolved. */
  get port(): number {
    return this.#port;
  }

  get options(): PostgresOptions {
    return this.#options;
  }

  /** The server's process; `undefined` before the first start. Its `exited` tells a crash. */
  get process(): ManagedProcess | undefined {
    return this.#process;
  }

  get running(): boolean {
    return this.#process?.running ?? false;
  }

  /** Through a link's port, if one is given. */
  connectionString(port = this.#port, database = databaseName): string {
    return `postgres://${superuser}@127.0.0.1:${port}/${database}`;
  }

  /**
   * Resolves when the server answers a query. `upstreamPort`: what a standby streams from, usually a link's port.
   * @throws BedError `program-exited` with its last lines, `database-not-ready`, `disk-full`
   */
  async start(options: { readonly upstreamPort?: number } = {}): Promise<void> {
    const started = await startServer(this.#options, {
      port: this.#port,
      ...(options.upstreamPort === undefined
        ? {}
        : { primaryConnInfo: connectionInfo(options.upstreamPort, this.region, superuser) }),
    });
    this.#port = started.port;
    this.#process = started.process;
    this.#killed = [];
  }

  /** A fast shutdown: open transactions are rolled back, clients disconnected. */
  async stop(options: { readonly graceSeconds: number } = { graceSeconds: 5 }): Promise<void> {
    await this.#sql.close();
    if (this.#process?.running) await this.#process.stop(options);
  }

  /** SIGKILLs the postmaster and every one of its children; resolves when the operating system lists none of them. */
  async kill(): Promise<void> {
    if (this.#process === undefined) return;
    this.#killed = await killServer(this.#process, this.dataDirectory);
    await this.#sql.close();
  }

  /** After `kill()`: each process that was killed is gone, and nothing listens. */
  sigkillProof(): Promise<readonly Proof[]> {
    return proveKilled(this.region, this.#killed, this.#port);
  }

  /** SIGSTOP for the postmaster and every one of its children: connections stay, nobody answers. */
  async halt(): Promise<void> {
    if (this.#process?.running) this.#halted = await haltServer(this.#process);
  }

  /** By `halt()`, and not resumed. */
  get halted(): boolean {
    return this.#halted.some(isAlive);
  }

  /** After `halt()`. */
  haltProof(): Promise<readonly Proof[]> {
    return proveHalted(this.region, this.#halted, this.#port);
  }

  /** Idempotent. */
  resume(): void {
    resumeServer(this.#halted);
    this.#halted = [];
  }

  async query<Row extends object = Record<string, unknown>>(
    sql: string,
    params: readonly unknown[] = [],
  ): Promise<Row[]> {
    return this.#sql.query<Row>(sql, params);
  }

  /** Commits wait for any `quorum` of these standbys; for none when the list is empty. Works on a standby too, for later. */
  async setSynchronousStandbys(names: readonly string[], quorum = 1): Promise<void> {
    const wanted = synchronousStandbyNames(names, quorum);
    await this.#alterSystem('synchronous_standby_names', wanted);
  }

  inRecovery(): Promise<boolean> {
    return this.#value<boolean>('select pg_is_in_recovery()');
  }

  /** On a primary: what its own disk holds. On a standby: what it received and flushed, which a promotion keeps. */
  flushedLsn(): Promise<string> {
    return this.#value<string>(
      `select (case when pg_is_in_recovery()
        then greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
        else pg_current_wal_flush_lsn() end)::text`,
    );
  }

  /** What queries see: on a standby the replayed position, on a primary the flushed one. */
  replayedLsn(): Promise<string> {
    return this.#value<string>(
      'select (case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_flush_lsn() end)::text',
    );
  }

  /** Counts promotions: 1 before the first. */
  async timeline(): Promise<number> {
    // The control file of a standby lags behind the timeline it receives, so that the receiver is asked first.
    return this.#value<number>(
      `select coalesce(
        case when pg_is_in_recovery() then (select received_tli from pg_stat_wal_receiver)
             else ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int end,
        (select timeline_id from pg_control_checkpoint()))`,
    );
  }

  /** Resolves when a query here sees everything up to a position. @throws BedError `replication-not-ready` */
  async awaitReplay(position: string, timeoutMs: number): Promise<void> {
    await until({
      what: `${this.region} to replay the write-ahead log up to ${position}`,
      timeoutMs,
      done: async () => lsnReached(await this.replayedLsn(), position),
      state: async () => `it is at ${await this.replayedLsn()}`,
    });
  }

  /** Streams from another server from now on, and resolves when it does. @throws BedError `replication-not-ready` */
  async follow(
    upstreamPort: number,
    options: { readonly timeoutMs: number } = { timeoutMs: 15_000 },
  ): Promise<void> {
    await this.#alterSystem('primary_conninfo', connectionInfo(upstreamPort, this.region, superuser));
    await this.awaitStreaming(upstreamPort, options);
  }

  async awaitStreaming(
    upstreamPort: number,
    options: { readonly timeoutMs: number } = { timeoutMs: 15_000 },
  ): Promise<void> {
    const receiver = () =>
      this.query<{ status: string; sender_port: number }>(
        'select status, sender_port from pg_stat_wal_receiver',
      );
    await until({
      what: `${this.region} to stream from port ${upstreamPort}`,
      timeoutMs: options.timeoutMs,
      done: async () =>
        (await receiver()).some((row) => row.status === 'streaming' && row.sender_port === upstreamPort),
      state: async () => `its receiver: ${JSON.stringify(await receiver())}`,
    });
  }

  /** Makes a standby the primary; resolves when it takes writes. @throws BedError `promotion-failed` */
  async promote(options: { readonly timeoutSeconds: number } = { timeoutSeconds: 30 }): Promise<void> {
    const promoted = await this.#value<boolean>('select pg_promote(true, $1)', [options.timeoutSeconds]);
    if (promoted) return;
    throw new BedError({
      code: 'promotion-failed',
      message: `${this.region} was not promoted within ${options.timeoutSeconds} s.`,
      fix: `Look at its log: ${this.#options.logFile}`,
    });
  }

  /** The standbys that stream from here. */
  replicationStatus(): Promise<readonly ReplicationStatus[]> {
    return readReplicationStatus(this);
  }

  /** On the upstream: resolves when all of these standbys stream and have reported. @throws BedError `replication-not-ready` */
  async awaitStandbys(
    standbys: readonly string[],
    options: { readonly timeoutMs: number } = { timeoutMs: 15_000 },
  ): Promise<void> {
    const missing = async () => {
      const rows = await this.replicationStatus();
      const streaming = rows.filter((row) => row.state === 'streaming' && row.flushedLsn !== null);
      return standbys.filter((standby) => !streaming.some((row) => row.standby === standby));
    };
    await until({
      what: `${standbys.join(' and ')} to stream from ${this.region}`,
      timeoutMs: options.timeoutMs,
      done: async () => (await missing()).length === 0,
      state: async () => `missing: ${(await missing()).join(', ')}`,
    });
  }

  async #alterSystem(name: string, value: string): Promise<void> {
    await this.query(`alter system set ${name} = ${quoteSetting(value)}`);
    await this.query('select pg_reload_conf()');
    // A reload is a signal: the setting is there when a new connection shows it.
    await until({
      what: `${this.region} to take over ${name}`,
      timeoutMs: 5_000,
      done: async () => (await this.#value<string>('select current_setting($1)', [name])) === value,
      state: async () => `it is ${await this.#value<string>('select current_setting($1)', [name])}`,
    });
  }

  async #value<T>(sql: string, params: readonly unknown[] = []): Promise<T> {
    const [row] = await this.query<Record<string, T>>(sql, params);
    return Object.values(row ?? {})[0] as T;
  }
}
