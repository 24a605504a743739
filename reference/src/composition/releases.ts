import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Proof, Release, ReleaseDriver, ReleaseStrategy, RolloutLine } from '@attest/chaos';
import { canaryPolicy, queryRange, revisionQueries } from '@attest/controllers';
import { type ApiService, primaryRegion } from '@attest/platform';
import { request } from 'undici';
import type { Mutants } from '../bed-options.js';
import { monotonicMs } from '../clock.js';
import type { EdgeState } from '../edge/edge-state.js';
import { trackHeader } from '../edge/traffic-split.js';
import { outside } from '../links/latencies.js';
import type { Monitoring } from '../monitoring/start-monitoring.js';
import type { ManagedProgram } from '../processes/fork-program.js';
import type { CarriedMigration } from '../rollout/carried-migration.js';
import { type Migration, migrations } from '../rollout/migration.js';
import { call, createPlatformPorts } from '../rollout/platform-ports.js';
import type { RolloutControllerConfig, RolloutPlan } from '../rollout/rollout-config.js';
import type { Release as DeployedRelease } from '../supervisor/released-service.js';
import { type BedContext, portOf, startOutside } from './context.js';
import { vendorEndpoints } from './outside.js';
import type { Region } from './region.js';
import { releaseMigration } from './release-migration.js';
import { migrationRefused, type ReleaseSeen, releaseBegun, releaseSettled } from './release-proofs.js';
import { untilReady } from './until-ready.js';
import { warmRelease } from './warm-release.js';

/** As often as Prometheus scrapes: between two scrapes nothing new is to be seen. */
const stepSeconds = 5;
const readyTimeoutSeconds = 60;
const scrapedTimeoutSeconds = 30;
const sentTimeoutSeconds = 15;

export interface ReleaseSurroundings {
  readonly regions: ReadonlyMap<string, Region>;
  readonly edge: ManagedProgram;
  readonly vendors: ManagedProgram;
  readonly monitoring: Monitoring;
}

/** Releases of the first service that stores plain writes, carried out by a rollout controller of their own each. */
export function createReleases(
  context: BedContext,
  surroundings: ReleaseSurroundings,
): ReleaseDriver | undefined {
  const service = context.options.platform.services.find(({ resources }) =>
    resources.some(({ fulfilledBy }) => fulfilledBy === undefined),
  );
  return service && new Releases(context, surroundings, service);
}

class Releases implements ReleaseDriver {
  readonly #listeners = new Set<(line: RolloutLine) => void>();
  readonly #canary: string;
  #controller: ManagedProgram | undefined;
  #last: RolloutLine | undefined;
  #migration: CarriedMigration | undefined;
  /** Statements of the old revision that the database refused once the tables were changed for the new one. */
  #refused = 0;

  constructor(
    private readonly context: BedContext,
    private readonly surroundings: ReleaseSurroundings,
    private readonly service: ApiService,
  ) {
    this.#canary = `${context.revision}-next`;
  }

  subscribe(listener: (line: RolloutLine) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async begin({ defect, strategy, migrates = false }: Release): Promise<void> {
    const { id, scaling } = this.service;
    const instances = scaling.minInstances;
    const migration = migrates ? migrations[this.#mutants.migration ?? 'compatible'] : undefined;
    const shape = migration?.shape;
    const release = { revision: this.#canary, instances, defect, ...(shape && { shape }) };
    if (migration !== undefined) {
      this.#migration = await this.#migrationOf(migration, release);
      this.#refused = await this.#migration.expand();
      // What the old revision cannot live with is no reason to start a new one.
      if (this.#refused > 0) return;
    }
    await this.#deploy(this.#region(), release);
    const warmed = await warmRelease(this.#ingressUrl(), this.service, instances);
    const controller = await this.#startController(this.#planOf(strategy));
    await untilReady(`Prometheus to have seen ${this.#canary} of ${id}`, scrapedTimeoutSeconds, async () =>
      (await this.#scrapedRequests()) >= warmed ? [] : [this.#canary],
    );
    await this.#tellDeployed();
    controller.send({ type: 'begin' });
    await untilReady('the first share of the traffic', sentTimeoutSeconds, async () =>
      (await this.#canaryWeight()) > 0 || this.#last?.event === 'ended' ? [] : ['the edge sends nothing'],
    );
  }

  async proveBegun(): Promise<readonly Proof[]> {
    if (this.#refused > 0) return [migrationRefused(this.#refused)];
    const headers = { [trackHeader]: 'canary' };
    const answer = await request(this.#ingressUrl() + this.#listPath(), { headers });
    await answer.body.dump();
    const answered = String(answer.headers['x-revision'] ?? `status ${answer.statusCode}`);
    return releaseBegun(await this.#seen(), answered);
  }

  async withdraw(): Promise<void> {
    const isPromoted = this.#last?.event === 'ended' && this.#last.outcome === 'promoted';
    if (this.#controller !== undefined) {
      await this.#controller.process.stop({ graceSeconds: 2 });
      this.#controller = undefined;
      await rm(this.#targetsFile(), { force: true });
    }
    if (isPromoted) return;
    const ports = createPlatformPorts(this.#platformPorts());
    await ports.send(0);
    await ports.retire('canary');
    await this.#migration?.revert();
  }

  async proveSettled(): Promise<readonly Proof[]> {
    return releaseSettled(await this.#seen());
  }

  async #seen(): Promise<ReleaseSeen> {
    const { instances } = await this.#region().status();
    return { service: this.service.id, canary: this.#canary, instances, weight: await this.#canaryWeight() };
  }

  async #deploy(region: Region, release: DeployedRelease): Promise<void> {
    const { id } = this.service;
    await call('PUT', this.#releaseUrl(region), release);
    await untilReady(`instances of ${id} ${release.revision}`, readyTimeoutSeconds, async () => {
      const { instances } = await region.status();
      return instances
        .filter(({ revision, ready }) => revision === release.revision && !ready)
        .map(({ name }) => name);
    });
  }

  #planOf(strategy: ReleaseStrategy): RolloutPlan {
    if (strategy.kind === 'blue-green') return strategy;
    const { timeFactor } = strategy;
    const policy = canaryPolicy(this.context.options.platform);
    const stages = policy.stages.map((stage) => ({ ...stage, seconds: stage.seconds / timeFactor }));
    return { kind: 'canary', policy: { ...policy, stages }, timeFactor };
  }

  async #startController(plan: RolloutPlan): Promise<ManagedProgram> {
    const { context, surroundings } = this;
    const { switching } = this.#mutants;
    const { pagerduty, slack } = vendorEndpoints(surroundings.vendors);
    const config: Omit<RolloutControllerConfig, 'environment' | 'revision'> = {
      ...this.#platformPorts(),
      canary: this.#canary,
      plan,
      stepSeconds,
      prometheusPort: surroundings.monitoring.prometheusPort,
      channels: { pagerduty: { url: pagerduty, routingKey: 'reference' }, slack: { url: slack } },
      ...(switching && { switching }),
    };
    const controller = await startOutside(context, 'rollout-controller', config, { instrument: true });
    this.#controller = controller;
    controller.onMessage((message) => {
      const { type, line } = (message ?? {}) as { type?: string; line?: RolloutLine };
      if (type !== 'rollout' || line === undefined) return;
      this.#last = line;
      void this.#settle(line).then(() => this.#tell(line));
    });
    const name = 'rollout-controller';
    const { environment } = context;
    const target = {
      targets: [`127.0.0.1:${portOf(controller, 'metrics')}`],
      labels: { job: name, service: name, instance: name, region: outside, environment },
    };
    await mkdir(surroundings.monitoring.onDemandTargets, { recursive: true });
    await writeFile(this.#targetsFile(), JSON.stringify([target]));
    return controller;
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
    const { regions, monitoring } = this.surroundings;
    return releaseMigration({
      migration,
      service: this.service,
      baseline: this.context.revision,
      canary: this.#canary,
      regions,
      prometheus: new URL(`http://127.0.0.1:${monitoring.prometheusPort}`),
      replaceElsewhere: async () => {
        // One after the other, for the sake of small machines.
        for (const region of regions.values()) {
          if (region === this.#region()) continue;
          const { instances } = await region.status();
          if (!instances.some(({ service }) => service === this.service.id)) continue;
          await this.#deploy(region, release);
          await call('POST', this.#releaseUrl(region));
        }
      },
      tell: (event) => this.#tell({ ...event, service: this.service.id, monotonicMs: monotonicMs() }),
    });
  }

  get #mutants(): Mutants {
    return this.context.options.mutants ?? {};
  }

  #releaseUrl({ ports }: Region): string {
    return `http://127.0.0.1:${ports.admin}/releases/${this.service.id}`;
  }

  #tell(line: RolloutLine): void {
    for (const listener of this.#listeners) listener(line);
  }

  async #tellDeployed(): Promise<void> {
    const { service, canary, instances } = await this.#seen();
    const of = (wanted: string) => {
      const its = instances.filter((each) => each.service === service && each.revision === wanted);
      return { instances: its.length, ready: its.filter(({ ready }) => ready).length };
    };
    const baseline = of(this.context.revision);
    this.#tell({ service, event: 'deployed', baseline, canary: of(canary), monotonicMs: monotonicMs() });
  }

  /** What was sent to warm it up is known before the rollout begins, or it would count as its traffic. */
  async #scrapedRequests(): Promise<number> {
    const prometheus = new URL(`http://127.0.0.1:${this.surroundings.monitoring.prometheusPort}`);
    const now = Math.floor(Date.now() / 1000);
    const { requests } = revisionQueries(this.service.id);
    const range = { start: now, end: now, stepSeconds: 1 };
    const series = await queryRange(prometheus, requests, range).catch(() => []);
    return series
      .filter(({ metric }) => metric.revision === this.#canary)
      .reduce((sum, { values }) => sum + Number(values.at(-1)?.[1] ?? 0), 0);
  }

  async #canaryWeight(): Promise<number> {
    const answer = await fetch(`http://127.0.0.1:${portOf(this.surroundings.edge, 'admin')}/state`);
    const { services } = (await answer.json()) as EdgeState;
    return services[this.service.id]?.canaryWeight ?? Number.NaN;
  }

  #platformPorts() {
    return {
      service: this.service.id,
      edgeAdminPort: portOf(this.surroundings.edge, 'admin'),
      supervisorAdminPort: this.#region().ports.admin ?? 0,
    };
  }

  #region(): Region {
    return this.surroundings.regions.get(primaryRegion(this.context.options.platform).id) as Region;
  }

  #ingressUrl(): string {
    return `http://127.0.0.1:${this.#region().ports[`ingress.${this.service.id}`]}`;
  }

  #listPath(): string {
    return `${this.service.resources[0]?.path}?limit=1`;
  }

  #targetsFile(): string {
    return join(this.surroundings.monitoring.onDemandTargets, 'rollout-controller.json');
  }
}
