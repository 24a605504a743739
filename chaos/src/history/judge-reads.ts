import { Acknowledged } from './acknowledged.js';
import type { Primaries } from './primaries.js';
import type { Writes } from './writes.js';

/** A read whose rows are already tied to the writes that they show. */
export interface ObservedRead {
  readonly t: number;
  readonly done: number;
  readonly node: string;
  readonly final: boolean;
  readonly shows: Uint32Array;
}

/** Acknowledged writes and the time of their first acknowledgement, which never goes back. */
export interface Acknowledgements {
  readonly writes: readonly number[];
  readonly ackedT: readonly number[];
}

/**
 * Marks what reads should have shown: lost (acknowledged, missing from a final read), missed by the primary (a read of
 * the current primary lacks an earlier acknowledgement), vanished (shown, then absent from the same or a later epoch's
 * primary). A read answers only for acknowledgements before it was sent and for reads that were complete by then.
 *
 * @param reads in the order they were sent
 */
export function judgeReads(
  reads: readonly ObservedRead[],
  { writes: acknowledged, ackedT }: Acknowledgements,
  primaries: Primaries,
  writes: Writes,
): void {
  const owedByFinalReads = new Acknowledged(acknowledged, ackedT);
  const owedByPrimaries = new Acknowledged(acknowledged, ackedT);
  const seen = new SeenWrites(reads, primaries);
  reads.forEach((read, number) => {
    for (const write of read.shows) writes.showIn(number, write);
    const isShown = (write: number) => writes.isShownIn(number, write);
    if (read.final) {
      for (const write of owedByFinalReads.takeMissing(read.t, isShown)) writes.mark(write, 'isLost');
    }
    if (primaries.at(read.t)?.region === read.node) {
      for (const write of owedByPrimaries.takeMissing(read.t, isShown)) {
        writes.mark(write, 'isMissedByPrimary');
      }
    }
    for (const write of seen.takeVanished(number, isShown)) writes.mark(write, 'hasVanished');
  });
}

/** Writes that completed reads have shown, by the epoch of the primary that showed them. */
class SeenWrites {
  readonly #reads: readonly ObservedRead[];
  readonly #primaries: Primaries;
  readonly #byCompletion: readonly number[];
  #completed = 0;
  readonly #seen = new Map<number | string, Set<number>>();

  constructor(reads: readonly ObservedRead[], primaries: Primaries) {
    this.#reads = reads;
    this.#primaries = primaries;
    this.#byCompletion = reads
      .map((_, number) => number)
      .sort((a, b) => (reads[a] as ObservedRead).done - (reads[b] as ObservedRead).done || a - b);
  }

  takeVanished(number: number, isShown: (write: number) => boolean): number[] {
    const read = this.#reads[number] as ObservedRead;
    const rank = this.#rankOf(read);
    const vanished: number[] = [];
    if (rank === undefined) return vanished;
    this.#publishUntil(read.t, number);
    for (const [seenRank, writes] of this.#seen) {
      const answersFor =
        seenRank === rank || (typeof seenRank === 'number' && typeof rank === 'number' && seenRank < rank);
      if (!answersFor) continue;
      for (const write of writes) {
        if (isShown(write)) continue;
        vanished.push(write);
        writes.delete(write);
      }
    }
    return vanished;
  }

  #publishUntil(t: number, beforeNumber: number): void {
    for (; this.#completed < this.#byCompletion.length; this.#completed += 1) {
      const number = this.#byCompletion[this.#completed] as number;
      const read = this.#reads[number] as ObservedRead;
      if (read.done > t || (read.done === t && number >= beforeNumber)) return;
      const rank = this.#rankOf(read);
      if (rank === undefined) continue;
      const writes = this.#seen.get(rank) ?? new Set();
      this.#seen.set(rank, writes);
      for (const write of read.shows) writes.add(write);
    }
  }

  /** Epoch of the primary that was read. When no primary is known at all, a node answers at least for itself. */
  #rankOf({ node, t }: ObservedRead): number | string | undefined {
    return this.#primaries.areUnknown ? node : this.#primaries.epochOf(node, t);
  }
}
