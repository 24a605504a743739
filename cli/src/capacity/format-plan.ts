import type { CapacityPlan, ServicePlan } from '@attest/controllers';
import { table } from '../table.js';

/** The plan for people: a table, then what does not fit. */
export function formatPlan(plan: CapacityPlan): string {
  const { services, gpu, usdPerHour, options } = plan;
  const rows = services.map((service) => [
    service.service,
    `${service.instances} (${service.minInstances}–${service.maxInstances})`,
    `${service.utilizationPercent} % of ${service.restsAt}`,
    `${service.secondsToScale} s`,
    String(service.connections),
    usd(service.usdPerHour),
  ]);
  const clusters = gpu.map((cluster) => [
    `${cluster.gpuType} in ${cluster.region}`,
    `${cluster.minInstances}–${cluster.maxInstances}`,
    '',
    '',
    '',
    `${usd(cluster.usdPerHourAtMinimum)} and more`,
  ]);
  const head = [
    'for each service',
    'instances',
    'comes to rest at',
    'time to scale',
    'connections',
    'an hour',
  ];
  const unknown =
    usdPerHour.unknown.length === 0
      ? ''
      : `, without ${usdPerHour.unknown.join(', ')}, whose price is not known`;
  return [
    `${options.rps} requests a second to each service, ${options.cpuMsPerRequest} ms of CPU each (assumed, not measured):\n`,
    table(head, [...rows, ...clusters]),
    ...services.map((service) => `${service.service}: ${steps(service)}`),
    `Together ${usd(usdPerHour.known)} an hour${unknown}.`,
    ...problems(plan),
    '',
  ].join('\n');
}

const usd = (amount: number | null) => (amount === null ? 'unknown' : `${amount.toFixed(2)} USD`);

const steps = ({ steps: all }: ServicePlan) =>
  all.length === 1
    ? 'stays as it is.'
    : `${all.map(({ instances }) => instances).join(' → ')}, a step every 15 s${
        (all[0]?.excessRps ?? 0) > 0
          ? `; until then up to ${Math.ceil(all[0]?.excessRps ?? 0)} requests a second are too many`
          : ''
      }.`;

function problems({ services, database }: CapacityPlan): string[] {
  const tooMany = services
    .filter(({ unservedRps }) => unservedRps > 0)
    .map(
      ({ service, maxInstances, unservedRps }) =>
        `${service} cannot serve ${Math.ceil(unservedRps)} of these requests a second even with ${maxInstances} instances.`,
    );
  if (database.fits) return tooMany;
  return [
    ...tooMany,
    `The pools may open ${database.connections} connections, the database has ${database.available}: put a pooler between them, or make the pools smaller (--pool).`,
  ];
}
