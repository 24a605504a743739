import { join } from 'node:path';
import { failoverConfig, type JournalLine } from '@attest/controllers/failover';
import { primaryRegion } from '@attest/platform';
import type { DnsConfig } from '../dns/config.js';
import {
  databaseTarget,
  originTarget,
  primaryDatabaseName,
  recordTtlSeconds,
  serviceOriginName,
  zone,
} from '../dns/names.js';
import type { EdgeConfig } from '../edge/edge-config.js';
import type { FailoverControllerConfig } from '../failover/controller-config.js';
import { outside } from '../links/latencies.js';
import type { Links } from '../links/links.js';
import type { MonitoringEndpoints } from '../monitoring/monitoring-files.js';
import type { Postgres } from '../postgres/postgres.js';
import type { PostgresExporterConfig } from '../postgres/postgres-exporter.js';
import type { ManagedProgram } from '../processes/fork-program.js';
import type { VendorsConfig } from '../vendors/config.js';
import { type BedContext, portOf, startOutside } from './context.js';
import { postgresLink } from './databases.js';
import { ingressLinks } from './regions.js';

/** Not a secret: the pager's stand-in takes it from anybody. */
export const routingKey = 'reference';

export function startDns(context: BedContext): Promise<ManagedProgram> {
  const { platform } = context.options;
  const primary = primaryRegion(platform).id;
  const records = [
    { name: primaryDatabaseName, target: databaseTarget(primary), ttlSeconds: recordTtlSeconds },
    ...platform.services.map(({ id }) => ({
      name: serviceOriginName(id),
      target: originTarget(primary),
      ttlSeconds: recordTtlSeconds,
    })),
  ];
  const config: Omit<DnsConfig, Told> = { zone, records };
  return startOutside(context, 'dns', config);
}

/** All vendors in one process. Their part is that of an instrument: they record what the platform tells the world. */
export function startVendors(context: BedContext): Promise<ManagedProgram> {
  const config: Omit<VendorsConfig, Told> = {
    models: context.options.platform.gpu?.models ?? [],
    routingKeys: [routingKey],
  };
  return startOutside(context, 'vendors', config, { instrument: true });
}

export function vendorEndpoints(vendors: ManagedProgram): MonitoringEndpoints {
  const url = (vendor: string, path: string) => `http://127.0.0.1:${portOf(vendors, vendor)}${path}`;
  return {
    pagerduty: url('pagerduty', '/v2/enqueue'),
    slack: url('slack', '/services/T0/B0/on-call'),
    smtp: `127.0.0.1:${portOf(vendors, 'smtp')}`,
    heartbeat: url('heartbeat', '/alerting'),
  };
}

export function startEdge(context: BedContext, links: Links, dns: ManagedProgram): Promise<ManagedProgram> {
  const { platform } = context.options;
  const config: Omit<EdgeConfig, Told> = {
    services: platform.services.map(({ id, readiness }) => ({ id, readinessPath: readiness.path })),
    links: Object.fromEntries(
      platform.regions.map((region) => [region.id, ingressLinks(platform, region, links)]),
    ),
    dnsPort: portOf(dns, 'resolver'),
  };
  return startOutside(context, 'edge', config);
}

/** One for each region's database, seen through its link: of a lost region it shows that nothing answers. */
export function startExporters(
  context: BedContext,
  links: Links,
  databases: ReadonlyMap<string, Postgres>,
): Promise<ManagedProgram[]> {
  return Promise.all(
    [...databases].map(([region, database]) => {
      const connectionString = database.connectionString(links.port(postgresLink(outside, region)));
      const config: Omit<PostgresExporterConfig, Told> = { connectionString, region };
      return startOutside(context, `postgres-exporter.${region}`, config, { program: 'postgres-exporter' });
    }),
  );
}

export interface ControllerNeighbours {
  readonly links: Links;
  readonly dns: ManagedProgram;
  readonly edge: ManagedProgram;
  readonly vendors: ManagedProgram;
}

/** To be started when everything else is ready: a platform that is still coming up looks like one that is down. */
export async function startController(
  context: BedContext,
  { links, dns, edge, vendors }: ControllerNeighbours,
): Promise<ManagedProgram> {
  const { platform, replication, runDirectory, mutants } = context.options;
  const asynchronous = replication === 'async';
  const { pagerduty, slack } = vendorEndpoints(vendors);
  const config: Omit<FailoverControllerConfig, Told> = {
    failover: failoverConfig(platform, {
      records: [primaryDatabaseName, ...platform.services.map(({ id }) => serviceOriginName(id))],
      // The design as drawn has no better than asynchronous replicas, and fails over to them.
      ...(asynchronous && { replication: { mode: 'asynchronous', quorum: 0 }, acceptDataLoss: true }),
    }),
    services: platform.services.map(({ id, liveness, resources }) => ({
      id,
      livenessPath: liveness.path,
      probePath: resources[0] === undefined ? liveness.path : `${resources[0].path}?limit=1`,
    })),
    regions: Object.fromEntries(
      platform.regions.map((region) => [
        region.id,
        {
          ingress: ingressLinks(platform, region, links),
          postgres: links.port(postgresLink(outside, region.id)),
          upstreams: Object.fromEntries(
            platform.regions
              .filter(({ id }) => id !== region.id)
              .map(({ id }) => [id, links.port(postgresLink(region.id, id))]),
          ),
        },
      ]),
    ),
    dns: { queryPort: portOf(dns, 'dns'), adminPort: portOf(dns, 'admin') },
    edge: {
      adminPort: portOf(edge, 'admin'),
      ports: Object.fromEntries(platform.services.map(({ id }) => [id, portOf(edge, `service.${id}`)])),
    },
    channels: {
      pagerduty: { url: pagerduty, routingKey },
      slack: { url: slack },
      email: {
        smtpPort: portOf(vendors, 'smtp'),
        from: 'failover-controller@attest.test',
        to: 'stakeholders@attest.test',
      },
    },
    journalFile: join(runDirectory, 'failover-journal.jsonl'),
    ...(mutants && { mutants }),
  };
  const controller = await startOutside(context, 'failover-controller', config);
  controller.onMessage((message) => {
    const { type, line } = (message ?? {}) as { type?: string; line?: JournalLine };
    if (type === 'journal' && line !== undefined) context.onJournal(line);
  });
  return controller;
}

/** Added by `startOutside`. */
type Told = 'environment' | 'revision';
