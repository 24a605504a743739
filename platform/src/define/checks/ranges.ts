import type { LocalProblem } from '../problem.js';
import { type Check, entries } from '../valid-parts.js';

/** Where the catalog gives a lower and an upper bound, the lower one is not above the upper one. */
export const ranges: Check = (parts) => [
  ...entries(parts.services).flatMap(([i, { scaling, container }]) => [
    ...ordered(`services[${i}].scaling`, 'minInstances', 'maxInstances', scaling),
    ...(['cpuMilli', 'memoryMib'] as const).flatMap((key) =>
      ordered(`services[${i}].container.resources`, `requests.${key}`, `limits.${key}`, {
        [`requests.${key}`]: container?.resources?.requests?.[key],
        [`limits.${key}`]: container?.resources?.limits?.[key],
      }),
    ),
  ]),
  ...entries(parts.gpu?.clusters).flatMap(([i, cluster]) =>
    ordered(`gpu.clusters[${i}]`, 'minInstances', 'maxInstances', cluster),
  ),
  ...Object.entries(parts.environments ?? {}).flatMap(([name, environment]) =>
    ordered(`environments.${name}.api`, 'instances', 'maxInstances', environment?.api),
  ),
  ...ordered(
    'database.migrations.production.maintenanceWindow',
    'fromHourUtc',
    'toHourUtc',
    parts.database?.migrations?.production?.maintenanceWindow,
  ),
  ...entries(parts.cost?.optimization?.storage?.lifecycle).flatMap(([i, tier]) =>
    ordered(`cost.optimization.storage.lifecycle[${i}]`, 'fromDay', 'toDay', tier),
  ),
];

function ordered(path: string, low: string, high: string, values: object | undefined): LocalProblem[] {
  const a: unknown = values?.[low as never];
  const b: unknown = values?.[high as never];
  if (typeof a !== 'number' || typeof b !== 'number' || a <= b) return [];
  return [
    {
      code: 'inconsistent',
      path: `${path}.${low}`,
      what: `${low} is ${a} and ${high} is ${b}`,
      why: `nothing is at least ${a} and at most ${b}`,
      fix: `lower ${low} or raise ${high}`,
    },
  ];
}
