import type { LocalProblem } from '../problem.js';
import { type Check, entries } from '../valid-parts.js';

/** One region is the primary, and the primary database is there. */
export const regions: Check = (parts) => {
  const all = entries(parts.regions);
  if (all.length === 0 || all.some(([, region]) => !region.role || !region.database)) return [];
  const primaries = all.filter(([, region]) => region.role === 'primary');
  const databases = all.filter(([, region]) => region.database === 'primary');
  const problems: LocalProblem[] = [];
  if (primaries.length !== 1) problems.push(notOne('role', primaries));
  if (databases.length !== 1) problems.push(notOne('database', databases));
  const [primary] = primaries;
  if (primaries.length === 1 && databases.length === 1 && primary && primary[1].database !== 'primary') {
    problems.push({
      code: 'inconsistent',
      path: `regions[${primary[0]}].database`,
      what: `the primary region '${primary[1].id}' holds a ${primary[1].database}`,
      why: 'every write of the primary region would cross to another region',
      fix: "set its database to 'primary', and the other region's to 'read_replica'",
    });
  }
  return problems;
};

function notOne(key: 'role' | 'database', found: [number, { id?: string | undefined }][]): LocalProblem {
  const names = found.map(([, region]) => region.id).join(', ');
  return {
    code: 'inconsistent',
    path: found[1] ? `regions[${found[1][0]}].${key}` : 'regions',
    what:
      found.length === 0
        ? `no region has ${key} 'primary'`
        : `${found.length} regions have ${key} 'primary': ${names}`,
    why: 'exactly one accepts writes at a time',
    fix: `give ${key} 'primary' to exactly one region`,
  };
}
