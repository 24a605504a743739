import type { LocalProblem } from '../problem.js';
import { type Check, entries } from '../valid-parts.js';

/** Names that must be unique within their list. */
export const duplicates: Check = (parts) => [
  ...repeated(
    'products',
    'product',
    entries(parts.products).map(([i, p]) => [`products[${i}].id`, p.id]),
  ),
  ...repeated(
    'regions',
    'region',
    entries(parts.regions).map(([i, r]) => [`regions[${i}].id`, r.id]),
  ),
  ...repeated('services and workers', 'service', [
    ...entries(parts.services).map(([i, s]): Named => [`services[${i}].id`, s.id]),
    ...entries(parts.workers).map(([i, w]): Named => [`workers[${i}].id`, w.id]),
  ]),
  ...repeated(
    'services',
    'route',
    entries(parts.services).flatMap(([i, s]) =>
      entries(s.resources).map(
        ([j, r]): Named => [
          `services[${i}].resources[${j}].path`,
          r.path && s.id ? `${r.path} of ${s.id}` : undefined,
        ],
      ),
    ),
  ),
  ...repeated(
    'services',
    'table',
    entries(parts.services).flatMap(([i, s]) =>
      entries(s.resources).map(
        ([j, r]): Named => [
          `services[${i}].resources[${j}].name`,
          r.schema && r.name ? `${r.schema}.${r.name}` : undefined,
        ],
      ),
    ),
  ),
  ...repeated(
    'monitoring.rules',
    'rule',
    entries(parts.monitoring?.rules).map(([i, r]) => [`monitoring.rules[${i}].name`, r.name]),
  ),
  ...repeated(
    'delivery.pipeline.jobs',
    'job',
    entries(parts.delivery?.pipeline?.jobs).map(([i, j]) => [`delivery.pipeline.jobs[${i}].id`, j.id]),
  ),
  ...repeated(
    'delivery.docker.stages',
    'stage',
    entries(parts.delivery?.docker?.stages).map(([i, s]) => [`delivery.docker.stages[${i}].name`, s.name]),
  ),
  ...repeated(
    'network.securityGroups',
    'security group',
    entries(parts.network?.securityGroups).map(([i, g]) => [`network.securityGroups[${i}].name`, g.name]),
  ),
  ...repeated(
    'failover.steps',
    'step',
    entries(parts.failover?.steps).map(([i, s]) => [`failover.steps[${i}]`, s]),
  ),
  ...repeated(
    'objectives',
    'objective',
    entries(parts.objectives).map(([i, o]) => [`objectives[${i}].id`, o.id]),
  ),
  ...repeated(
    'prices',
    'price',
    entries(parts.prices).map(([i, p]) => [`prices[${i}].id`, p.id]),
  ),
  ...repeated(
    'decisions',
    'decision',
    entries(parts.decisions).map(([i, d]) => [`decisions[${i}].id`, d.id]),
  ),
  ...repeated(
    'silentSections',
    'section',
    entries(parts.silentSections).map(([i, s]) => [`silentSections[${i}].section`, s.section]),
  ),
];

type Named = [path: string, name: string | undefined];

function repeated(list: string, kind: string, names: Named[]): LocalProblem[] {
  const first = new Map<string, string>();
  return names.flatMap(([path, name]) => {
    if (name === undefined) return [];
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, path);
      return [];
    }
    return [
      {
        code: 'duplicate',
        path,
        what: `there is already a ${kind} '${name}', at ${earlier}`,
        why: `names in ${list} are used to find things and must be unique`,
        fix: 'rename or remove one of the two',
      },
    ];
  });
}
