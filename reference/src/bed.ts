import { join } from 'node:path';
import type { NamedUrl, ProcessFailure, ReceivedNotification, ReleaseDriver, StoredRow } from '@attest/chaos';
import type { JournalLine } from '@attest/controllers/failover';
import { type Platform, primaryRegion } from '@attest/platform';
import { BedError } from './bed-error.js';
import type { BedOptions, Mutants } from './bed-options.js';
import type { Assembly } from './composition/assembly.js';
import { portOf } from './composition/context.js';
import type { Failures } from './composition/failures.js';
import { measureCapacity } from './composition/measure-capacity.js';
import { entrancesOf, namedUrls } from './composition/named-urls.js';
import { newestPrimary } from './composition/newest-primary.js';
import { asNotifications } from './composition/received-notifications.js';
import type { Region } from './composition/region.js';
import { storedRowsQuery } from './composition/stored-rows.js';
import { forgetWrites, warmUp } from './composition/warm-up.js';
import type { Links } from './links/links.js';
import type { Monitoring } from './monitoring/start-monitoring.js';
import { measureCommitPrice } from './postgres/measure-commit-price.js';
import type { Postgres } from './postgres/postgres.js';
import type { Keeper } from './processes/keeper.js';
import type { ManagedProcess } from './processes/managed-process.js';
import type { ReapReport } from './processes/reap.js';
import type { Share } from './processes/share.js';
import { type SpawnOptions, spawnManaged } from './processes/spawn-managed.js';
import type { Received, VendorChannel } from './vendors/config.js';

/** The platform while it runs. */
export class Bed {
  readonly platform: Platform;
  /** What is wrong on purpose. */
  readonly mutants: Mutants;
  readonly environment: string;
  readonly revision: string;
  /** By service id. */
  readonly entrances: Readonly<Record<string, string>>;
  readonly urls: readonly NamedUrl[];
  readonly links: Links;
  readonly databases: ReadonlyMap<string, Postgres>;
  readonly logDirectory: string;

  constructor(
    options: BedOptions,
    private readonly keeper: Keeper,
    private readonly assembly: Assembly,
    private readonly failures: Failures,
    private readonly journal: Set<(line: JournalLine) => void>,
    /** What earlier runs had left behind and is gone now. */
    readonly reaped: ReapReport,
    private readonly share?: Share,
  ) {
    this.platform = options.platform;
    this.mutants = options.mutants ?? {};
    this.environment = options.environment ?? 'production';
    this.revision = options.revision ?? 'unknown';
    this.links = assembly.links;
    this.databases = assembly.databases;
    this.logDirectory = join(options.runDirectory, 'logs');
    this.entrances = entrancesOf(this.platform, assembly);
    this.urls = namedUrls(this.entrances, assembly);
  }

  /** Everything that ended without having been told to, so far. */
  get processFailures(): readonly ProcessFailure[] {
    return this.failures.seen;
  }

  onProcessFailure(listener: (failure: ProcessFailure) => void): () => void {
    return this.failures.subscribe(listener);
  }

  /** Of the first service that stores plain writes; `undefined` where there is none. */
  get releases(): ReleaseDriver | undefined {
    return this.assembly.releases;
  }

  /** Every line of the failover controller's journal from now on. */
  onJournal(listener: (line: JournalLine) => void): () => void {
    this.journal.add(listener);
    return () => this.journal.delete(listener);
  }

  region(id: string): Region {
    const region = this.assembly.regions.get(id);
    if (region !== undefined) return region;
    throw new BedError({
      code: 'region-unknown',
      message: `The bed has no region ${id}.`,
      fix: `Regions: ${[...this.assembly.regions.keys()].join(', ')}`,
    });
  }

  /** With which the services began. */
  get servicesPassword(): string {
    return this.assembly.servicesPassword;
  }

  /** Where a program outside of all regions listens, by name. */
  portsOf(program: 'vendors' | 'dns' | 'edge'): Readonly<Record<string, number>> {
    return this.assembly[program].ports;
  }

  get monitoring(): Monitoring {
    return this.assembly.monitoring;
  }

  /** The server that takes writes now. @throws BedError `no-primary` */
  primary(): ReturnType<typeof newestPrimary> {
    return newestPrimary(this.databases.values());
  }

  async readRows(region: string): Promise<readonly StoredRow[]> {
    const resources = this.platform.services.flatMap((service) => service.resources);
    return this.region(region).database.query<StoredRow>(storedRowsQuery(resources));
  }

  async awaitReplay(replica: string, primary: string, timeoutMs: number): Promise<void> {
    const position = await this.region(primary).database.flushedLsn();
    await this.region(replica).database.awaitReplay(position, timeoutMs);
  }

  async measureCommitPrice(pairs: number): Promise<readonly { durableMs: number; localMs: number }[]> {
    const { region } = await this.primary();
    return measureCommitPrice(this.region(region).database.connectionString(), { pairs });
  }

  /** What the vendors received, oldest first. */
  async notifications(): Promise<readonly ReceivedNotification[]> {
    return asNotifications((await this.received()).received);
  }

  /** The same as the vendors tell it, of one channel or of all; `dropped` are no longer kept. */
  async received(
    channel?: VendorChannel,
  ): Promise<{ readonly received: readonly Received[]; readonly dropped: number }> {
    const query = channel === undefined ? '' : `?channel=${channel}`;
    const answer = await fetch(`http://127.0.0.1:${portOf(this.assembly.vendors, 'admin')}/received${query}`);
    return (await answer.json()) as { received: readonly Received[]; dropped: number };
  }

  /** Of the processors, which one that comes up beside others leaves to them until this is called. */
  async takeItsShare(): Promise<void> {
    await this.share?.end();
  }

  /** To be called before a load whose answers are judged. Whatever is stored by now is forgotten. */
  async warmUp(signal?: AbortSignal): Promise<void> {
    await warmUp(this.platform, this.links, signal);
    await this.#forgetWrites();
  }

  /**
   * How many durable writes a second this machine carries when nothing else is asked of the bed; `undefined` where no service
   * stores plain writes. To be called when the bed is warm. Whatever is stored by now is forgotten.
   */
  async measureCapacity(signal?: AbortSignal): Promise<number | undefined> {
    const carried = await measureCapacity(this.platform, this.links, signal);
    await this.#forgetWrites();
    return carried;
  }

  /** How many processes run here right now. */
  processCount(): number {
    return this.keeper.processCount();
  }

  /** For the instruments of a run, such as its load generator: known to the keeper, so none outlives the run. */
  spawn(program: SpawnOptions): Promise<ManagedProcess> {
    return spawnManaged(this.keeper, program);
  }

  /** Ends and removes everything but the run's directory, and proves it. Idempotent. */
  stop(): ReturnType<Keeper['end']> {
    this.failures.stop();
    this.#stopped ??= this.keeper.end();
    return this.#stopped;
  }

  #stopped: ReturnType<Keeper['end']> | undefined;

  #forgetWrites(): Promise<void> {
    return forgetWrites(this.platform, this.region(primaryRegion(this.platform).id).database);
  }
}
