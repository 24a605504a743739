import { queryRange, revisionQueries } from '@attest/controllers';
import { type ApiService, primaryRegion } from '@attest/platform';
import { request } from 'undici';
import type { EdgeState } from '../edge/edge-state.js';
import { trackHeader } from '../edge/traffic-split.js';
import type { Monitoring } from '../monitoring/start-monitoring.js';
import type { ManagedProgram } from '../processes/fork-program.js';
import { call } from '../rollout/platform-ports.js';
import type { Release as DeployedRelease } from '../supervisor/released-service.js';
import { type BedContext, portOf } from './context.js';
import type { Region } from './region.js';
import type { ReleaseSeen } from './release-proofs.js';
import { untilReady } from './until-ready.js';

const readyTimeoutSeconds = 60;

export interface ReleaseSurroundings {
  readonly regions: ReadonlyMap<string, Region>;
  readonly edge: ManagedProgram;
  readonly vendors: ManagedProgram;
  readonly monitoring: Monitoring;
}

interface Deployed {
  readonly instances: number;
  readonly ready: number;
}

/** Where the revisions of a service run and are sent traffic: how to act there, and what is to be seen. */
export class ReleaseSite {
  readonly baseline: string;
  readonly canary: string;
  /** The primary one: revisions are compared there. */
  readonly region: Region;
  readonly prometheus: URL;

  constructor(
    { options, revision }: BedContext,
    readonly surroundings: ReleaseSurroundings,
    readonly service: ApiService,
  ) {
    const { regions, monitoring } = surroundings;
    this.baseline = revision;
    this.canary = `${revision}-next`;
    this.region = regions.get(primaryRegion(options.platform).id) as Region;
    this.prometheus = new URL(`http://127.0.0.1:${monitoring.prometheusPort}`);
  }

  get ingressUrl(): string {
    return `http://127.0.0.1:${this.region.ports[`ingress.${this.service.id}`]}`;
  }

  get adminPorts() {
    return {
      edgeAdminPort: portOf(this.surroundings.edge, 'admin'),
      supervisorAdminPort: this.region.ports.admin ?? 0,
    };
  }

  deploy(release: DeployedRelease): Promise<void> {
    return this.#deployIn(this.region, release);
  }

  /** One region after the other, for the sake of small machines. */
  async replaceElsewhere(release: DeployedRelease): Promise<void> {
    for (const region of this.surroundings.regions.values()) {
      if (region === this.region) continue;
      const { instances } = await region.status();
      if (!instances.some(({ service }) => service === this.service.id)) continue;
      await this.#deployIn(region, release);
      await call('POST', this.#releaseUrl(region));
    }
  }

  async seen(): Promise<ReleaseSeen> {
    const { instances } = await this.region.status();
    return { service: this.service.id, canary: this.canary, instances, weight: await this.canaryWeight() };
  }

  async deployed(): Promise<{ readonly baseline: Deployed; readonly canary: Deployed }> {
    const { instances } = await this.region.status();
    const of = (wanted: string): Deployed => {
      const its = instances.filter(
        ({ service, revision }) => service === this.service.id && revision === wanted,
      );
      return { instances: its.length, ready: its.filter(({ ready }) => ready).length };
    };
    return { baseline: of(this.baseline), canary: of(this.canary) };
  }

  /** The revision that answers what is sent to the new one. */
  async answering(): Promise<string> {
    const list = `${this.ingressUrl}${this.service.resources[0]?.path}?limit=1`;
    const answer = await request(list, { headers: { [trackHeader]: 'canary' } });
    await answer.body.dump();
    return String(answer.headers['x-revision'] ?? `status ${answer.statusCode}`);
  }

  async canaryWeight(): Promise<number> {
    const answer = await fetch(`http://127.0.0.1:${this.adminPorts.edgeAdminPort}/state`);
    const { services } = (await answer.json()) as EdgeState;
    return services[this.service.id]?.canaryWeight ?? Number.NaN;
  }

  /** Requests of the new revision that Prometheus knows of. */
  async scrapedRequests(): Promise<number> {
    const now = Math.floor(Date.now() / 1000);
    const { requests } = revisionQueries(this.service.id);
    const range = { start: now, end: now, stepSeconds: 1 };
    const series = await queryRange(this.prometheus, requests, range).catch(() => []);
    return series
      .filter(({ metric }) => metric.revision === this.canary)
      .reduce((sum, { values }) => sum + Number(values.at(-1)?.[1] ?? 0), 0);
  }

  async #deployIn(region: Region, release: DeployedRelease): Promise<void> {
    await call('PUT', this.#releaseUrl(region), release);
    await untilReady(`instances of ${this.service.id} ${release.revision}`, readyTimeoutSeconds, async () => {
      const { instances } = await region.status();
      return instances
        .filter(({ revision, ready }) => revision === release.revision && !ready)
        .map(({ name }) => name);
    });
  }

  #releaseUrl({ ports }: Region): string {
    return `http://127.0.0.1:${ports.admin}/releases/${this.service.id}`;
  }
}
