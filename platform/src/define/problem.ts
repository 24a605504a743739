import { nearest } from '../nearest.js';

export type ProblemCode =
  | 'missing'
  | 'unknown-key'
  | 'invalid-value'
  | 'unknown-reference'
  | 'duplicate'
  | 'inconsistent';

/** One thing that is wrong with a catalog. */
export interface Problem {
  code: ProblemCode;
  /** Path in the catalog, `services[0].scaling.minInstances`. */
  path: string;
  /** File and path where the catalog says which file holds it, otherwise the path. */
  where: string;
  what: string;
  why: string;
  fix: string;
}

/** A problem before its file is known. */
export type LocalProblem = Omit<Problem, 'where'>;

/** `['services', 0, 'scaling']` → `services[0].scaling`. */
export function formatPath(segments: readonly PropertyKey[]): string {
  return segments.reduce<string>((path, segment) => {
    if (typeof segment === 'number') return `${path}[${segment}]`;
    return path === '' ? String(segment) : `${path}.${String(segment)}`;
  }, '');
}

/** "did you mean …" when something is close, else the list of what is allowed. */
export function suggest(name: string, candidates: readonly string[]): string {
  const close = nearest(name, candidates);
  if (close !== undefined) return `did you mean '${close}'?`;
  return candidates.length === 0 ? 'there is none to choose from' : `use one of: ${candidates.join(', ')}`;
}

/** A name that points at something which the catalog does not have. */
export function unknownReference(
  path: string,
  name: string,
  kind: string,
  candidates: readonly string[],
  why: string,
): LocalProblem {
  return {
    code: 'unknown-reference',
    path,
    what: `there is no ${kind} '${name}'`,
    why,
    fix: suggest(name, candidates),
  };
}
