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
 * The catalog without the values at `paths`, so that how the parts fit together can be checked
 * although some of them are invalid in themselves: one run then names all problems.
 */
export function validParts(input: unknown, paths: readonly (readonly PropertyKey[])[]): Parts {
  return (paths.reduce(without, input) ?? {}) as Parts;
}

/** Copies what lies on the path and nothing else: a catalog of unknown shape may hold what cannot be cloned. */
function without(node: unknown, path: readonly PropertyKey[]): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return undefined;
  if (typeof node !== 'object' || node === null) return node;
  const inner = without((node as Record<PropertyKey, unknown>)[head], rest);
  return Array.isArray(node) ? node.with(Number(head), inner) : { ...node, [head]: inner };
}

/** The items that are present, each with its index. */
export function entries<T>(list: readonly (T | undefined)[] | undefined): [number, T][] {
  return (list ?? []).flatMap((item, index) => (item === undefined ? [] : [[index, item] as [number, T]]));
}

/** The names that are present. */
export function known(names: Iterable<string | undefined>): string[] {
  return [...names].filter((name) => name !== undefined);
}
