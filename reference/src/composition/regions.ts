import { join } from 'node:path';
import { type Platform, type Region as RegionOfCatalog, serves } from '@attest/platform';
import { outside } from '../links/latencies.js';
import type { Links } from '../links/links.js';
import { databaseName, type Postgres, servicesRole } from '../postgres/postgres.js';
import type { ManagedProgram } from '../processes/fork-program.js';
import type { InstanceEnded } from '../supervisor/supervisor-status.js';
import { type BedContext, portOf } from './context.js';
import { postgresLink } from './databases.js';
import { Region } from './region.js';
import { servicesOf, workersOf } from './workloads.js';

/** Starts a supervisor in every region, and the links by which its services are reached. Instances come up meanwhile. */
export async function startRegions(
  context: BedContext,
  links: Links,
  databases: ReadonlyMap<string, Postgres>,
  {
    dns,
    vendors,
    servicesPassword,
  }: { readonly dns: ManagedProgram; readonly vendors: ManagedProgram; readonly servicesPassword: string },
): Promise<ReadonlyMap<string, Region>> {
  const { platform } = context.options;
  const regions = await Promise.all(
    platform.regions.map(async (region) => {
      const surroundings = {
        database: {
          dnsPort: portOf(dns, 'resolver'),
          links: Object.fromEntries(
            platform.regions.map(({ id }) => [id, links.port(postgresLink(region.id, id))]),
          ),
          database: databaseName,
          user: servicesRole,
          passwords: [servicesPassword],
        },
        ...(await vendorLinks(region, links, vendors)),
      };
      const started = newRegion(context, region, databases.get(region.id) as Postgres, {
        services: servicesOf(platform, region, surroundings, context.options),
        workers: workersOf(platform, region, surroundings, context.options),
      });
      await started.start();
      await Promise.all(
        platform.services.flatMap(({ id }) => {
          const upstreamPort = started.ports[`ingress.${id}`];
          if (upstreamPort === undefined) return [];
          return [
            links.add({ name: ingressLink(region.id, id), from: outside, to: region.id, upstreamPort }),
          ];
        }),
      );
      return started;
    }),
  );
  return new Map(regions.map((region) => [region.id, region]));
}

export function ingressLink(region: string, service: string): string {
  return `${outside}->${region}.${service}`;
}

/** Ports of the links to a region's services, by service. */
export function ingressLinks(
  platform: Platform,
  region: RegionOfCatalog,
  links: Links,
): Record<string, number> {
  if (!serves(region, 'api')) return {};
  return Object.fromEntries(platform.services.map(({ id }) => [id, links.port(ingressLink(region.id, id))]));
}

function newRegion(
  { keeper, logDirectory, environment, revision, failures }: BedContext,
  { id }: RegionOfCatalog,
  database: Postgres,
  workloads: Pick<ConstructorParameters<typeof Region>[0]['config'], 'services' | 'workers'>,
): Region {
  return new Region({
    keeper,
    database,
    config: { region: id, environment, revision, logDirectory, ...workloads },
    logFile: join(logDirectory, `${id}.supervisor.log`),
    onMessage(message) {
      const ended = (message ?? {}) as InstanceEnded;
      if (ended.type === 'instance-ended') failures.instanceEnded(ended);
    },
    onStart: ({ process }) => failures.watch(process, { instrument: false }),
  });
}

/** Only regions with workers talk to vendors. */
async function vendorLinks(region: RegionOfCatalog, links: Links, vendors: ManagedProgram) {
  if (!serves(region, 'workers') && !serves(region, 'gpu')) return {};
  const link = (vendor: string) =>
    links.add({
      name: `${region.id}->${outside}.${vendor}`,
      from: region.id,
      to: outside,
      upstreamPort: portOf(vendors, vendor),
    });
  const [replicate, ably, webhooks] = await Promise.all([link('replicate'), link('ably'), link('webhooks')]);
  return { vendors: { replicate, ably, webhooks } };
}
