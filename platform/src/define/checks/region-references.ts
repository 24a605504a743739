import { type LocalProblem, unknownReference } from '../problem.js';
import { type Check, entries, known } from '../valid-parts.js';

/** Every region that is named somewhere is one of `regions`, and runs there what it is named for. */
export const regionReferences: Check = (parts) => {
  if (parts.regions === undefined) return [];
  const regions = entries(parts.regions).map(([, region]) => region);
  const ids = known(regions.map((region) => region.id));
  const unknown = (path: string, name: string | undefined, why: string): LocalProblem[] =>
    name === undefined || ids.includes(name) ? [] : [unknownReference(path, name, 'region', ids, why)];
  const notServed = (path: string, name: string | undefined, service: 'gpu' | 'realtime'): LocalProblem[] => {
    const region = regions.find(({ id }) => id === name);
    const served = region?.services;
    if (!served || served === 'all' || served.includes(service)) return [];
    return [
      {
        code: 'inconsistent',
        path,
        what: `region '${name}' does not run ${service}`,
        why: `its services are ${served.join(', ')}`,
        fix: `add '${service}' to the services of '${name}', or choose another region`,
      },
    ];
  };
  return [
    ...entries(parts.gpu?.clusters).flatMap(([i, { region }]) => [
      ...unknown(`gpu.clusters[${i}].region`, region, 'a GPU cluster stands in a region of the platform'),
      ...notServed(`gpu.clusters[${i}].region`, region, 'gpu'),
    ]),
    ...entries(parts.realtime?.regions).flatMap(([i, region]) => [
      ...unknown(`realtime.regions[${i}]`, region, 'realtime runs in regions of the platform'),
      ...notServed(`realtime.regions[${i}]`, region, 'realtime'),
    ]),
    ...entries(parts.backups?.database?.locations).flatMap(([i, { region }]) =>
      unknown(
        `backups.database.locations[${i}].region`,
        region,
        'backups are kept in regions of the platform',
      ),
    ),
    ...unknown('failover.takeover', parts.failover?.takeover, 'somebody must take over'),
    ...entries(parts.failover?.replication?.standbys).flatMap(([i, region]) =>
      unknown(`failover.replication.standbys[${i}]`, region, 'a standby stands in a region of the platform'),
    ),
  ];
};
