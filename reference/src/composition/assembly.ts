import { dirname, join } from 'node:path';
import type { ReleaseDriver } from '@attest/chaos';
import { primaryRegion } from '@attest/platform';
import { outside } from '../links/latencies.js';
import { Links } from '../links/links.js';
import type { StaticTarget } from '../monitoring/scrape-config.js';
import { type Monitoring, startMonitoring } from '../monitoring/start-monitoring.js';
import { holdBackTakeover } from '../mutants/held-back-standby.js';
import type { Postgres } from '../postgres/postgres.js';
import type { ManagedProgram } from '../processes/fork-program.js';
import { probe } from '../proxy/probe.js';
import { type BedContext, portOf } from './context.js';
import { createDatabases, makeSynchronous, startDatabases } from './databases.js';
import {
  startController,
  startDns,
  startEdge,
  startExporters,
  startVendors,
  vendorEndpoints,
} from './outside.js';
import type { Region } from './region.js';
import { startRegions } from './regions.js';
import { createReleases } from './releases.js';
import { timed } from './start-log.js';
import { untilReady } from './until-ready.js';

/** Everything that was started. */
export interface Assembly {
  readonly links: Links;
  readonly databases: ReadonlyMap<string, Postgres>;
  /** With which the services begin. */
  readonly servicesPassword: string;
  readonly regions: ReadonlyMap<string, Region>;
  readonly dns: ManagedProgram;
  readonly vendors: ManagedProgram;
  readonly edge: ManagedProgram;
  readonly controller: ManagedProgram;
  readonly exporters: readonly ManagedProgram[];
  readonly monitoring: Monitoring;
  readonly releases: ReleaseDriver | undefined;
}

const readyTimeoutSeconds = 60;

/** Brings everything up; what does not depend on each other, side by side. */
export async function assemble(context: BedContext): Promise<Assembly> {
  const { options, keeper, failures, directory, logDirectory } = context;
  const { platform, tools } = options;
  const step = <T>(name: string, work: () => Promise<T>) => timed(options.onStep ?? (() => {}), name, work);

  const [databases, links, vendors, dns] = await Promise.all([
    step('databases made', () =>
      createDatabases({ keeper, platform, binDirectory: dirname(tools.postgres), directory, logDirectory }),
    ),
    step('links', () =>
      Links.start({ keeper, program: tools.toxiproxy, logFile: join(logDirectory, 'toxiproxy.log') }),
    ),
    step('vendors', () => startVendors(context)),
    step('dns', () => startDns(context)),
  ]);
  failures.watch(links.process, { instrument: true });
  const servicesPassword = await step('databases started', () =>
    startDatabases(databases, platform, links, options.mutants),
  );
  for (const { process } of databases.values()) {
    if (process !== undefined) failures.watch(process, { instrument: false });
  }

  const regions = await step('supervisors', () =>
    startRegions(context, links, databases, { dns, vendors, servicesPassword }),
  );
  const [edge, exporters] = await Promise.all([
    step('edge', () => startEdge(context, links, dns)),
    step('database exporters', () => startExporters(context, links, databases)),
    step('replication', async () => {
      if (options.replication === 'sync') await makeSynchronous(databases, platform, links);
      if (options.mutants?.promotion === 'laggard') await holdBackTakeover(platform, links, databases);
    }),
    step('instances ready', () => instancesReady(regions)),
  ]);
  await step('edge serves', () => edgeServes(context, edge));
  const controller = await step('failover controller', () =>
    startController(context, { links, dns, edge, vendors }),
  );
  const monitoring = await step('monitoring', () =>
    startMonitoring({
      keeper,
      tools,
      directory,
      logDirectory,
      environment: context.environment,
      files: options.monitoring(vendorEndpoints(vendors)),
      supervisorPorts: [...regions.values()].map(({ ports }) => ports.admin ?? 0),
      targets: [
        ...programTargets({ edge, dns, vendors, 'failover-controller': controller }),
        ...exporters.map((exporter, index) => databaseTarget(exporter, [...databases.keys()][index] ?? '')),
      ],
      region: outside,
    }),
  );
  for (const process of monitoring.processes) failures.watch(process, { instrument: true });
  return {
    links,
    databases,
    servicesPassword,
    regions,
    dns,
    vendors,
    edge,
    controller,
    exporters,
    monitoring,
    releases: createReleases(context, { regions, edge, vendors, monitoring }),
  };
}

function instancesReady(regions: ReadonlyMap<string, Region>): Promise<void> {
  return untilReady('instances', readyTimeoutSeconds, async () => {
    const all = await Promise.all([...regions.values()].map((region) => region.status()));
    return all.flatMap(({ instances }) => instances.filter(({ ready }) => !ready).map(({ name }) => name));
  });
}

/** Every service answers through the edge, from the database of the primary's region. */
function edgeServes({ options: { platform } }: BedContext, edge: ManagedProgram): Promise<void> {
  const primary = primaryRegion(platform).id;
  return untilReady('services through the edge', readyTimeoutSeconds, async () => {
    const answers = await Promise.all(
      platform.services.map(async ({ id, liveness, resources }) => {
        const path = resources[0]?.path ?? liveness.path;
        const answer = await probe(`http://127.0.0.1:${portOf(edge, `service.${id}`)}${path}`, 2000);
        return { id, answer };
      }),
    );
    return answers
      .filter(({ answer }) => !answer.ok || answer.headers['x-attest-origin'] !== primary)
      .map(({ id, answer }) => `${id} (${answer.detail})`);
  });
}

function programTargets(programs: Readonly<Record<string, ManagedProgram>>): StaticTarget[] {
  return Object.entries(programs).map(([job, program]) => ({
    job,
    instance: job,
    port: portOf(program, 'metrics'),
    region: outside,
  }));
}

function databaseTarget(exporter: ManagedProgram, region: string): StaticTarget {
  return { job: 'postgres', instance: `${region}.postgres`, port: portOf(exporter, 'metrics'), region };
}
