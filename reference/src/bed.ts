import { join } from 'node:path';
import type {
  NamedUrl,
  ProcessFailure,
  Proof,
  ReceivedNotification,
  ReleaseDriver,
  StoredRow,
} from '@attest/chaos';
import type { JournalLine } from '@attest/controllers/failover';
import { type Platform, primaryRegion } from '@attest/platform';
import { BedError } from './bed-error.js';
import type { BedOptions, Mutants } from './bed-options.js';
import { type Assembly, assemble } from './composition/assembly.js';
import { portOf } from './composition/context.js';
import { postgresLink } from './composition/databases.js';
import { Failures } from './composition/failures.js';
import { makeDirectory } from './composition/make-directory.js';
import { measureCapacity } from './composition/measure-capacity.js';
import { asNotifications } from './composition/received-notifications.js';
import type { Region } from './composition/region.js';
import { storedRowsQuery } from './composition/stored-rows.js';
import { forgetWrites, warmUp } from './composition/warm-up.js';
import type { Links } from './links/links.js';
import type { Monitoring } from './monitoring/start-monitoring.js';
import { measureCommitPrice } from './postgres/measure-commit-price.js';
import type { Postgres } from './postgres/postgres.js';
import { Keeper } from './processes/keeper.js';
import type { ManagedProcess } from './processes/managed-process.js';
import { type ReapReport, reap } from './processes/reap.js';
import { createRunDirectory } from './processes/run-directory.js';
import { type SpawnOptions, spawnManaged } from './processes/spawn-managed.js';
import type { Received, VendorChannel } from './vendors/config.js';

/** Brings the whole platform up on loopback. Whatever goes wrong on the way, nothing is left. @throws BedError */
export async function startReference(options: BedOptions): Promise<Bed> {
  const logDirectory = makeDirectory(join(options.runDirectory, 'logs'));
  const reaped = await reap(options.stateDirectory);
  const { run, stateDirectory, tempDirectory, signal } = options;
  const keeper = await Keeper.start({ run, stateDirectory });
  const failures = new Failures();
  const journal = new Set<(line: JournalLine) => void>();
  try {
    const assembly = await unlessAborted(
      signal,
      assemble({
        options,
        keeper,
        failures,
        directory: createRunDirectory(keeper, tempDirectory),
        logDirectory,
        environment: options.environment ?? 'production',
        revision: options.revision ?? 'unknown',
        onJournal: (line) => {
          for (const listener of journal) listener(line);
        },
      }),
    );
    return new Bed(options, keeper, assembly, failures, journal, reaped);
  } catch (error) {
    failures.stop();
    await keeper.end();
    throw error;
  }
}

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
  ) {
    this.platform = options.platform;
    this.mutants = options.mutants ?? {};
    this.environment = options.environment ?? 'production';
    this.revision = options.revision ?? 'unknown';
    this.links = assembly.links;
    this.databases = assembly.databases;
    this.logDirectory = join(options.runDirectory, 'logs');
    this.entrances = Object.fromEntries(
      this.platform.services.map(({ id }) => [id, local(portOf(assembly.edge, `service.${id}`))]),
    );
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

  cutRegion(id: string): Promise<void> {
    return this.links.cut(this.region(id).id);
  }

  killRegion(id: string): Promise<void> {
    return this.region(id).kill();
  }

  async proveLost(id: string): Promise<readonly Proof[]> {
    const [links, processes] = await Promise.all([this.links.proveCut(id), this.region(id).proveKilled()]);
    return [...links, ...processes];
  }

  /**
   * The links carry again and the supervisor is back with its instances. The database of a region that was primary stays stopped
   * once another has taken over: it may hold writes that nobody was promised, and has to be seeded anew.
   */
  async restoreRegion(id: string): Promise<void> {
    await this.links.restore(id);
    const region = this.region(id);
    if (!region.supervisor?.process.running) await region.restart();
    await this.restoreDatabase(id);
  }

  /** The same for a region's database alone, killed or halted. */
  async restoreDatabase(id: string): Promise<void> {
    const { database } = this.region(id);
    database.resume();
    if (!database.running && !(await this.#isFenced(id))) await this.#startDatabase(id);
  }

  async proveDatabaseRestored(id: string): Promise<Proof> {
    const { database } = this.region(id);
    const fenced = await this.#isFenced(id);
    const running = database.running ? 'running' : 'stopped';
    return {
      probe: `database of ${id}`,
      expected: fenced ? 'stopped, fenced by a newer epoch' : 'running',
      observed: running + (fenced ? ', fenced by a newer epoch' : ''),
      ok: database.running !== fenced,
    };
  }

  async proveRestored(id: string): Promise<readonly Proof[]> {
    const region = this.region(id);
    const supervisor = region.supervisor?.process.running ?? false;
    return [
      ...(await this.links.proveRestored(id)),
      {
        probe: `supervisor of ${id}`,
        expected: 'running',
        observed: supervisor ? 'running' : 'stopped',
        ok: supervisor,
      },
      await this.proveDatabaseRestored(id),
    ];
  }

  /** The server that takes writes now. @throws BedError `no-primary` */
  async primary(): Promise<{ readonly region: string; readonly epoch: number }> {
    const seen = await Promise.all(
      [...this.databases.values()].filter(({ running }) => running).map(positionOf),
    );
    const primaries = seen.filter(({ standby }) => !standby).sort((a, b) => b.epoch - a.epoch);
    const [newest] = primaries;
    if (newest !== undefined) return { region: newest.region, epoch: newest.epoch };
    throw new BedError({
      code: 'no-primary',
      message: 'No running database takes writes: all of them are standbys.',
      fix: 'See the journal of the failover controller, which says why nobody was promoted.',
    });
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
    const answer = await fetch(`${local(portOf(this.assembly.vendors, 'admin'))}/received${query}`);
    return (await answer.json()) as { received: readonly Received[]; dropped: number };
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

  /** A primary that was lost while another took over. */
  async #isFenced(id: string): Promise<boolean> {
    const { region } = await this.primary().catch(() => ({ region: id }));
    return region !== id && !this.region(id).databaseIsStandby;
  }

  async #startDatabase(id: string): Promise<void> {
    const { database, databaseIsStandby } = this.region(id);
    if (!databaseIsStandby) return database.start();
    const { region } = await this.primary();
    return database.start({ upstreamPort: this.links.port(postgresLink(id, region)) });
  }
}

const local = (port: number) => `http://127.0.0.1:${port}`;

function namedUrls(entrances: Readonly<Record<string, string>>, assembly: Assembly): NamedUrl[] {
  const { edge, controller, dns, vendors, monitoring, regions } = assembly;
  return [
    ...Object.entries(entrances).map(([name, url]) => ({ name, url })),
    { name: 'prometheus', url: local(monitoring.prometheusPort) },
    { name: 'alertmanager', url: local(monitoring.alertmanagerPort) },
    { name: 'vendors: what they received', url: `${local(portOf(vendors, 'admin'))}/received` },
    { name: 'edge: origins and their health', url: `${local(portOf(edge, 'admin'))}/state` },
    { name: 'failover controller', url: `${local(portOf(controller, 'admin'))}/state` },
    { name: 'dns: records', url: `${local(portOf(dns, 'admin'))}/records` },
    ...[...regions].map(([id, { ports }]) => ({
      name: `${id}: instances`,
      url: `${local(ports.admin ?? 0)}/status`,
    })),
  ];
}

async function positionOf(database: Postgres) {
  const [row] = await database.query<{ standby: boolean; epoch: number }>(
    'select pg_is_in_recovery() as standby, (select max(epoch) from control.epoch) as epoch',
  );
  return { region: database.region, standby: row?.standby ?? true, epoch: row?.epoch ?? 0 };
}

/** What was begun goes on in the background until the keeper ends it. */
function unlessAborted<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (signal === undefined) return work;
  const aborted = new Promise<never>((_resolve, reject) => {
    const abort = () =>
      reject(
        new BedError({
          code: 'interrupted',
          message: `The start of the platform was interrupted (${String(signal.reason)}).`,
          fix: 'Nothing is left of it; start again.',
        }),
      );
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
  work.catch(() => {});
  return Promise.race([work, aborted]);
}
