import type { RevisionQuery } from './revision-queries.js';

/** One series of a range query, as Prometheus answers it. */
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  /** Unix seconds and value. */
  readonly values: readonly (readonly [number, string])[];
}

export type RevisionSeries = Readonly<Record<RevisionQuery, readonly Series[]>>;

/** What a counter grew by up to each point of the range, by Unix seconds. */
export type Growth = ReadonlyMap<number, number>;

/**
 * Growth of a counter between points. A counter that fell was reset and has counted from 0 since. A series that begins after the
 * range did belongs to a process that began after it, so all that it has counted is growth.
 */
export function growthOf({ values }: Series, rangeStart: number): Growth {
  const growth = new Map<number, number>();
  let before: number | undefined;
  for (const [t, text] of values) {
    const value = Number(text);
    if (!Number.isFinite(value)) continue;
    if (before === undefined) growth.set(t, t <= rangeStart ? 0 : value);
    else growth.set(t, value >= before ? value - before : value);
    before = value;
  }
  return growth;
}

export const at = (growth: Growth, t: number): number => growth.get(t) ?? 0;
