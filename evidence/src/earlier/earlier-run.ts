import type { Machine } from '../evidence.js';
import type { VerdictDocument } from '../verdict.js';

/** What figures of two runs must have in common to be held against each other. */
export interface Conditions {
  readonly machine: Machine;
  /** So many platforms were under load; 1 when it was alone. */
  readonly atOnce: number;
}

/** A run of the same thing that was made before. */
export interface EarlierRun {
  readonly verdict: VerdictDocument;
  /** `undefined` where its evidence is gone. */
  readonly conditions: Conditions | undefined;
}

export function areAlike(one: Conditions | undefined, other: Conditions | undefined): boolean {
  return one !== undefined && other !== undefined && keyOf(one) === keyOf(other);
}

const keyOf = ({ machine, atOnce }: Conditions) => JSON.stringify([Object.entries(machine).sort(), atOnce]);
