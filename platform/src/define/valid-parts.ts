import type { PlatformInput } from '../schema/index.js';
import type { LocalProblem } from './problem.js';

/** Everything may be absent, at any depth; what is present has the right type. */
export type Partly<T> = T extends readonly (infer Item)[]
  ? readonly (Partly<Item> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Partly<T[Key]> | undefined }
    : T;

/** A catalog of which only the valid parts are left. */
export type Parts = Partly<PlatformInput>;

/** Checks how the parts of a catalog fit together. Absent parts are somebody else's problem. */
export type Check = (parts: Parts) => LocalProblem[];

/**
 * A copy without the values at `paths`, so that how the parts fit together can be checked
 * although some of them are invalid in themselves: one run then names all problems.
 */
export function validParts(input: unknown, paths: readonly (readonly PropertyKey[])[]): Parts {
  if (paths.some((path) => path.length === 0)) return {};
  const copy = structuredClone(input);
  for (const path of paths) clear(copy, path);
  return copy as Parts;
}

function clear(root: unknown, path: readonly PropertyKey[]): void {
  let parent = root;
  for (const key of path.slice(0, -1)) {
    if (typeof parent !== 'object' || parent === null) return;
    parent = (parent as Record<PropertyKey, unknown>)[key];
  }
  if (typeof parent !== 'object' || parent === null) return;
  (parent as Record<PropertyKey, unknown>)[path[path.length - 1]!] = undefined;
}

/** The items that are present, each with its index. */
export function entries<T>(list: readonly (T | undefined)[] | undefined): [number, T][] {
  return (list ?? []).flatMap((item, index) => (item === undefined ? [] : [[index, item] as [number, T]]));
}

/** The names that are present. */
export function known(names: Iterable<string | undefined>): string[] {
  return [...names].filter((name) => name !== undefined);
}
