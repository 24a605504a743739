import type { Board, BoardContext } from '../board.js';
import type { PanelQuery, Row } from '../model.js';
import { above, below } from '../promises.js';
import { avgBy, countBy, maxBy, minBy, orZero, rate, sumBy } from '../query/expressions.js';
import { is, matchesNot } from '../query/matcher.js';

/** Is everything that should run running, and does it have room? */
export const infrastructureOverview: Board = (context) => ({
  name: 'infrastructure_overview',
  title: 'Infrastructure overview',
  description: 'Is everything that should run running, and how much room does it have?',
  variables: [],
  rows: [
    promisesRow(context),
    regionsRow(context),
    servicesRow(context),
    machinesRow(context),
    telemetryRow(context),
  ],
});

function promisesRow(context: BoardContext): Row {
  const { say, platform, environment, promises } = context;
  const { section } = platform.environments[environment];
  return {
    title: 'Are we keeping the promises?',
    panels: [
      {
        id: 1,
        kind: 'stat',
        title: 'Origins that pass their health checks',
        description:
          'Share of the regional origins that the edge may send traffic to. Below 100 % a region is out of rotation: open the row “By region”.',
        unit: 'percentunit',
        queries: [{ expr: avgBy(['service'], say.series('edge_origin_healthy')), legend: '{{service}}' }],
        promise: above(1, 'every origin healthy', section),
      },
      {
        id: 2,
        kind: 'stat',
        title: 'Instances, as a share of the minimum',
        description:
          'Running instances in the region that has the fewest, over the minimum of the catalog. Below 100 % the service cannot take the load it was sized for.',
        unit: 'percentunit',
        queries: perService(context, ({ id, minimum }) => ({
          expr: `min(${countBy(['region'], say.series('build_info', { service: is(id) }))}) / ${minimum}`,
          legend: id,
        })),
        promise: above(1, 'at least the minimum of the catalog', section),
      },
      {
        id: 3,
        kind: 'stat',
        title: 'CPU, as a share of the autoscaling target',
        description:
          'Mean CPU of the instances over their request, over the target utilization. At 100 % the autoscaler adds instances; far above it, it cannot.',
        unit: 'percentunit',
        queries: perService(context, ({ id, cpuCores, cpuTarget }) => ({
          expr: `avg(${rate(say.series('process_cpu_seconds_total', { service: is(id) }))}) / ${cpuCores * cpuTarget}`,
          legend: id,
        })),
        promise: below(1, 'at most the target utilization of CPU', platform.services[0]?.section ?? section),
        ...(promises.latencyAlert && { runbook: promises.latencyAlert }),
      },
      {
        id: 4,
        kind: 'stat',
        title: 'Memory, as a share of the autoscaling target',
        description:
          'Mean resident memory of the instances over their request, over the target utilization. Memory that only grows is a leak: compare with “Memory by service”.',
        unit: 'percentunit',
        queries: perService(context, ({ id, memoryBytes, memoryTarget }) => ({
          expr: `avg(${say.series('process_resident_memory_bytes', { service: is(id) })}) / ${memoryBytes * memoryTarget}`,
          legend: id,
        })),
        promise: below(
          1,
          'at most the target utilization of memory',
          platform.services[0]?.section ?? section,
        ),
      },
      {
        id: 5,
        kind: 'stat',
        title: 'Database connections in use',
        description:
          'Connections over the most that each server accepts. At 100 % new connections are refused, which callers see as errors.',
        unit: 'percentunit',
        queries: [
          {
            expr: `${sumBy(['region'], say.external('pg_stat_activity_count'))} / ${maxBy(['region'], say.external('pg_settings_max_connections'))}`,
            legend: '{{region}}',
          },
        ],
        promise: promises.connections,
      },
      {
        id: 6,
        kind: 'stat',
        title: 'Targets that answer Prometheus',
        description:
          'Share of the scrape targets that answer. Below 100 % something is down, or is up and unseen; every other panel is then incomplete.',
        unit: 'percentunit',
        queries: [{ expr: avgBy(['environment'], say.external('up')), legend: '{{environment}}' }],
        promise: above(1, 'every target answers', platform.monitoring.section),
      },
    ],
  };
}

function regionsRow({ say }: BoardContext): Row {
  const requests = say.histogram('edge_request_duration_seconds', 'count');
  return {
    title: 'By region',
    panels: [
      {
        id: 11,
        kind: 'states',
        title: 'Health of the origins',
        description: 'What the edge thinks of each origin: 1 it gets traffic, 0 it gets none.',
        unit: 'bool_yes_no',
        queries: [
          {
            expr: minBy(['service', 'origin'], say.series('edge_origin_healthy')),
            legend: '{{service}} in {{origin}}',
          },
        ],
      },
      {
        id: 12,
        kind: 'timeseries',
        title: 'Requests by region',
        description:
          'Requests that the edge sent to each region. After a failover one line falls to zero and another takes over.',
        unit: 'reqps',
        queries: [{ expr: sumBy(['origin'], rate(requests)), legend: '{{origin}}' }],
        stacked: true,
      },
      {
        id: 13,
        kind: 'states',
        title: 'Databases that answer',
        description: 'Whether each region’s database answers a query of its exporter.',
        unit: 'bool_yes_no',
        queries: [{ expr: minBy(['region'], say.external('pg_up')), legend: '{{region}}' }],
      },
      {
        id: 14,
        kind: 'timeseries',
        title: 'Processes by region',
        description:
          'Everything that reports a build, by region. A step down that nobody ordered is a region, a node or a crash loop.',
        unit: 'short',
        queries: [{ expr: countBy(['region'], say.series('build_info')), legend: '{{region}}' }],
      },
    ],
  };
}

function servicesRow({ say }: BoardContext): Row {
  return {
    title: 'By service',
    panels: [
      {
        id: 21,
        kind: 'timeseries',
        title: 'Instances by service',
        description: 'Running instances of each service, in all regions.',
        unit: 'short',
        queries: [{ expr: countBy(['service'], say.series('build_info')), legend: '{{service}}' }],
        width: 8,
      },
      {
        id: 22,
        kind: 'timeseries',
        title: 'CPU by service',
        description: 'Cores used by all instances of a service together.',
        unit: 'short',
        queries: [
          { expr: sumBy(['service'], rate(say.series('process_cpu_seconds_total'))), legend: '{{service}}' },
        ],
        width: 8,
      },
      {
        id: 23,
        kind: 'timeseries',
        title: 'Memory by service',
        description: 'The largest resident memory of any instance of a service.',
        unit: 'bytes',
        queries: [
          { expr: maxBy(['service'], say.series('process_resident_memory_bytes')), legend: '{{service}}' },
        ],
        width: 8,
      },
      {
        id: 24,
        kind: 'timeseries',
        title: 'Event loop delay, p99',
        description:
          'The worst instance of each service. Above 100 ms every request of that instance waits for somebody else’s work: look for synchronous code or too little CPU.',
        unit: 's',
        queries: [
          { expr: maxBy(['service'], say.series('nodejs_eventloop_lag_p99_seconds')), legend: '{{service}}' },
        ],
        width: 8,
      },
      {
        id: 25,
        kind: 'timeseries',
        title: 'Restarts in an hour',
        description: 'How often processes began again. A line that climbs steadily is a crash loop.',
        unit: 'short',
        queries: [
          {
            expr: sumBy(['service'], `changes(${say.series('process_start_time_seconds')}[1h])`),
            legend: '{{service}}',
          },
        ],
        width: 8,
      },
      {
        id: 26,
        kind: 'timeseries',
        title: 'Open file descriptors',
        description:
          'The fullest process of each service, over its limit. At 100 % it can accept no connection.',
        unit: 'percentunit',
        queries: [
          {
            expr: maxBy(['service'], `${say.series('process_open_fds')} / ${say.series('process_max_fds')}`),
            legend: '{{service}}',
          },
        ],
        width: 8,
      },
    ],
  };
}

function machinesRow({ say }: BoardContext): Row {
  const disks = { fstype: matchesNot('tmpfs|ramfs|overlay|squashfs') };
  return {
    title: 'Machines and databases',
    panels: [
      {
        id: 31,
        kind: 'timeseries',
        title: 'CPU of the machines',
        description: 'Share of the time that CPUs were not idle.',
        unit: 'percentunit',
        queries: [
          {
            expr: `1 - ${avgBy(['instance'], rate(say.external('node_cpu_seconds_total', { mode: is('idle') })))}`,
            legend: '{{instance}}',
          },
        ],
        max: 1,
        width: 6,
      },
      {
        id: 32,
        kind: 'timeseries',
        title: 'Memory of the machines',
        description: 'Share of the memory that programs cannot get any more.',
        unit: 'percentunit',
        queries: [
          {
            expr: `1 - ${say.external('node_memory_MemAvailable_bytes')} / ${say.external('node_memory_MemTotal_bytes')}`,
            legend: '{{instance}}',
          },
        ],
        max: 1,
        width: 6,
      },
      {
        id: 33,
        kind: 'timeseries',
        title: 'Disks of the machines',
        description:
          'The fullest file system of each machine. Above 85 % somebody should look, above 95 % databases stop.',
        unit: 'percentunit',
        queries: [
          {
            expr: maxBy(
              ['instance'],
              `1 - ${say.external('node_filesystem_avail_bytes', disks)} / ${say.external('node_filesystem_size_bytes', disks)}`,
            ),
            legend: '{{instance}}',
          },
        ],
        max: 1,
        width: 6,
      },
      {
        id: 34,
        kind: 'timeseries',
        title: 'Size of the databases',
        description: 'All databases of a server together. The slope tells when the disk will be full.',
        unit: 'bytes',
        queries: [{ expr: sumBy(['region'], say.external('pg_database_size_bytes')), legend: '{{region}}' }],
        width: 6,
      },
    ],
  };
}

function telemetryRow({ say }: BoardContext): Row {
  const alive = say.series('build_info');
  return {
    title: 'Can we believe what we see?',
    panels: [
      {
        id: 41,
        kind: 'states',
        title: 'Targets that answer, by service',
        description:
          'The worst target of each service. Grey or “no” means that its panels show less than there is.',
        unit: 'bool_yes_no',
        queries: [{ expr: minBy(['service'], say.external('up')), legend: '{{service}}' }],
        width: 8,
      },
      {
        id: 42,
        kind: 'timeseries',
        title: 'Telemetry that was dropped',
        description:
          'Observations, readings and exports that a service had to drop, by service, signal and reason. Anything but 0 is a defect.',
        unit: 'ops',
        queries: [
          {
            expr: orZero(
              ['service'],
              sumBy(['service', 'signal', 'reason'], rate(say.series('telemetry_dropped_total'))),
              alive,
              ['signal', 'reason'],
            ),
            legend: '{{service}} {{signal}} {{reason}}',
          },
        ],
        width: 8,
      },
      {
        id: 43,
        kind: 'timeseries',
        title: 'Label values over the limit',
        description:
          'Observations that were recorded under __overflow__, by service: somebody puts ids into a label.',
        unit: 'ops',
        queries: [
          {
            expr: orZero(
              ['service'],
              sumBy(['service', 'metric', 'label'], rate(say.series('telemetry_cardinality_overflow_total'))),
              alive,
              ['metric', 'label'],
            ),
            legend: '{{service}} {{metric}} {{label}}',
          },
        ],
        width: 8,
      },
      {
        id: 44,
        kind: 'timeseries',
        title: 'What runs',
        description:
          'Processes by service, version, revision and runtime. More than one line of a service is a rollout.',
        unit: 'short',
        queries: [
          {
            expr: countBy(['service', 'version', 'revision', 'runtime'], alive),
            legend: '{{service}} {{version}} {{revision}} on {{runtime}}',
          },
        ],
        width: 24,
      },
    ],
  };
}

interface ServiceFacts {
  readonly id: string;
  readonly minimum: number;
  readonly cpuCores: number;
  readonly cpuTarget: number;
  readonly memoryBytes: number;
  readonly memoryTarget: number;
}

/** A query for each API service, with the numbers of the catalog. */
function perService(
  { platform, environment }: BoardContext,
  query: (facts: ServiceFacts) => PanelQuery,
): PanelQuery[] {
  const instances = platform.environments[environment].api?.instances;
  return platform.services.map(({ id, scaling, container }) =>
    query({
      id,
      minimum: instances ?? scaling.minInstances,
      cpuCores: container.resources.requests.cpuMilli / 1000,
      cpuTarget: scaling.targetCpuPercent / 100,
      memoryBytes: container.resources.requests.memoryMib * 2 ** 20,
      memoryTarget: scaling.targetMemoryPercent / 100,
    }),
  );
}
