import type { Proof, Release, ReleaseDriver, RolloutLine } from '@attest/chaos';
import { monotonicMs } from '../clock.js';
import type { CarriedMigration } from '../rollout/carried-migration.js';
import { type Migration, migrations } from '../rollout/migration.js';
import { createPlatformPorts } from '../rollout/platform-ports.js';
import type { Release as DeployedRelease } from '../supervisor/released-service.js';
import type { BedContext } from './context.js';
import { releaseMigration } from './release-migration.js';
import { migrationRefused, releaseBegun, releaseSettled } from './release-proofs.js';
import { ReleaseSite, type ReleaseSurroundings } from './release-site.js';
import { type RolloutController, startRolloutController } from './start-rollout-controller.js';
import { untilReady } from './until-ready.js';
import { warmRelease } from './warm-release.js';

const scrapedTimeoutSeconds = 30;
const sentTimeoutSeconds = 15;

/** Releases of the first service that stores plain writes, carried out by a rollout controller of their own each. */
export function createReleases(
  context: BedContext,
  surroundings: ReleaseSurroundings,
): ReleaseDriver | undefined {
  const service = context.options.platform.services.find(({ resources }) =>
    resources.some(({ fulfilledBy }) => fulfilledBy === undefined),
  );
  return service && new Releases(context, new ReleaseSite(context, surroundings, service));
}

class Releases implements ReleaseDriver {
  readonly #listeners = new Set<(line: RolloutLine) => void>();
  #controller: RolloutController | undefined;
  #last: RolloutLine | undefined;
  #migration: CarriedMigration | undefined;
  /** Statements of the old revision that the database refused once the tables were changed for the new one. */
  #refused = 0;

  constructor(
    private readonly context: BedContext,
    private readonly site: ReleaseSite,
  ) {}

  subscribe(listener: (line: RolloutLine) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async begin({ defect, strategy, migrates = false }: Release): Promise<void> {
    const { context, site } = this;
    const { canary, service } = site;
    const instances = service.scaling.minInstances;
    const migration = migrates ? migrations[context.options.mutants?.migration ?? 'compatible'] : undefined;
    const shape = migration?.shape;
    const release = { revision: canary, instances, defect, ...(shape && { shape }) };
    if (migration !== undefined) {
      this.#migration = await this.#migrationOf(migration, release);
      this.#refused = await this.#migration.expand();
      // What the old revision cannot live with is no reason to start a new one.
      if (this.#refused > 0) return;
    }
    await site.deploy(release);
    const warmed = await warmRelease(site.ingressUrl, service, instances);
    this.#controller = await startRolloutController(context, site, strategy, (line) => {
      this.#last = line;
      void this.#settle(line).then(() => this.#tell(line));
    });
    // What was sent to warm it up is known before the rollout begins, or it would count as its traffic.
    await untilReady(`Prometheus to have seen ${canary} of ${service.id}`, scrapedTimeoutSeconds, async () =>
      (await site.scrapedRequests()) >= warmed ? [] : [canary],
    );
    const deployed = await site.deployed();
    this.#tell({ service: service.id, event: 'deployed', ...deployed, monotonicMs: monotonicMs() });
    this.#controller.begin();
    await untilReady('the first share of the traffic', sentTimeoutSeconds, async () =>
      (await site.canaryWeight()) > 0 || this.#last?.event === 'ended' ? [] : ['the edge sends nothing'],
    );
  }

  async proveBegun(): Promise<readonly Proof[]> {
    if (this.#refused > 0) return [migrationRefused(this.#refused)];
    const answered = await this.site.answering();
    return releaseBegun(await this.site.seen(), answered);
  }

  async withdraw(): Promise<void> {
    const isPromoted = this.#last?.event === 'ended' && this.#last.outcome === 'promoted';
    await this.#controller?.stop();
    this.#controller = undefined;
    if (isPromoted) return;
    const ports = createPlatformPorts({ service: this.site.service.id, ...this.site.adminPorts });
    await ports.send(0);
    await ports.retire('canary');
    await this.#migration?.revert();
  }

  async proveSettled(): Promise<readonly Proof[]> {
    return releaseSettled(await this.site.seen());
  }

  /** What has to be done between the end of a rollout and the moment when it is told. */
  async #settle(line: RolloutLine): Promise<void> {
    if (line.event !== 'ended' || this.#migration === undefined) return;
    const done = line.outcome === 'promoted' ? this.#migration.contract() : this.#migration.tellOutcome();
    await done.catch((error: Error) =>
      this.#tell({
        service: line.service,
        event: 'unmeasured',
        reason: error.message,
        monotonicMs: monotonicMs(),
      }),
    );
  }

  #migrationOf(migration: Migration, release: DeployedRelease): Promise<CarriedMigration> {
    const { site } = this;
    const { service, baseline, canary, prometheus } = site;
    return releaseMigration({
      migration,
      service,
      baseline,
      canary,
      prometheus,
      regions: site.surroundings.regions,
      replaceElsewhere: () => site.replaceElsewhere(release),
      tell: (event) => this.#tell({ ...event, service: service.id, monotonicMs: monotonicMs() }),
    });
  }

  #tell(line: RolloutLine): void {
    for (const listener of this.#listeners) listener(line);
  }
}
