import type { Claim } from './claims/claim.js';
import { claims } from './claims/claims.js';
import { checks } from './define/checks/index.js';
import type { LocalProblem, Problem } from './define/problem.js';
import { structureProblems } from './define/structure.js';
import { validParts } from './define/valid-parts.js';
import { where } from './define/where.js';
import { PlatformError } from './platform-error.js';
import { type Platform, type PlatformInput, platformSchema } from './schema/index.js';

/**
 * Validates a catalog: first each value, then how the values fit together (a takeover region that exists,
 * a worker for every queue, a route for every severity, …).
 *
 * @throws PlatformError `invalid-catalog`, whose `problems` are all that is wrong, each with its path.
 */
export function definePlatform(input: PlatformInput): Platform {
  const problems = findProblems(input);
  if (problems.length > 0) throw invalidCatalog(input, problems);
  const platform = platformSchema.parse(input);
  const ambiguous = ambiguousClaims(platform);
  if (ambiguous.length > 0) throw invalidCatalog(input, ambiguous);
  return platform;
}

/** Verdicts are kept by claim id, so that two promises with one id would share a verdict. */
function ambiguousClaims(platform: Platform): Problem[] {
  const seen = new Map<string, Claim>();
  return claims(platform).flatMap((claim) => {
    const earlier = seen.get(claim.id);
    seen.set(claim.id, earlier ?? claim);
    if (earlier === undefined) return [];
    return [
      {
        code: 'duplicate',
        path: '(claims)',
        where: claim.section,
        what: `two promises have the id '${claim.id}'`,
        why: `'${earlier.statement}' and '${claim.statement}' could not be told apart`,
        fix: 'name each thing once in its list',
      },
    ];
  });
}

/** All that is wrong with a catalog of unknown shape, in the order of the catalog's blocks; empty when it is valid. */
export function findProblems(input: unknown): Problem[] {
  const parsed = platformSchema.safeParse(input);
  const issues = parsed.success ? [] : parsed.error.issues;
  const parts = validParts(
    input,
    issues.filter((issue) => issue.code !== 'unrecognized_keys').map((issue) => issue.path),
  );
  const local: LocalProblem[] = [
    ...issues.flatMap((issue) => structureProblems(platformSchema, input, issue)),
    ...Object.values(checks).flatMap((check) => check(parts)),
  ];
  return inCatalogOrder(local).map((problem) => ({
    ...problem,
    where: where(filesOf(parts.files), problem.path),
  }));
}

function filesOf(files: Readonly<Record<string, string | undefined>> | undefined) {
  const present = Object.entries(files ?? {}).filter((entry): entry is [string, string] => !!entry[1]);
  return { files: Object.fromEntries(present) };
}

function inCatalogOrder(problems: LocalProblem[]): LocalProblem[] {
  const blocks = Object.keys(platformSchema.shape);
  const rank = (problem: LocalProblem) => {
    const position = blocks.indexOf(problem.path.split(/[.[]/, 1)[0]!);
    return position === -1 ? blocks.length : position;
  };
  return problems.toSorted((a, b) => rank(a) - rank(b));
}

function invalidCatalog(input: unknown, problems: Problem[]): PlatformError {
  const id = (input as { id?: unknown } | null | undefined)?.id;
  const title = typeof id === 'string' ? `the catalog '${id}'` : 'the catalog';
  const lines = problems.map((p) => `${p.where}\n    ${p.what}: ${p.why}\n    fix: ${p.fix}`);
  return new PlatformError(
    'invalid-catalog',
    `${title} has ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}:\n\n${lines.join('\n\n')}`,
    problems.length === 1 ? problems[0]!.fix : 'correct each of the problems above',
    problems,
  );
}
