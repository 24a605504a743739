import type { WriteRecord } from './write-record.js';

/**
 * Acknowledged writes, oldest first, from which those found missing are taken out while they are walked through. A walk
 * costs what is present (each of these stands in the read's rows) plus what is taken out (each once), so all walks
 * together stay linear in the length of the history.
 */
export class Acknowledged {
  readonly #writes: readonly WriteRecord[];
  readonly #next: Int32Array;

  constructor(writesByAckTime: readonly WriteRecord[]) {
    this.#writes = writesByAckTime;
    // Entry i holds what follows write i - 1; entry 0 is the start.
    this.#next = Int32Array.from({ length: writesByAckTime.length + 1 }, (_, index) => index);
  }

  /** Takes out, and returns, the writes acknowledged before `t` that `isPresent` denies. */
  takeMissing(t: number, isPresent: (write: WriteRecord) => boolean): WriteRecord[] {
    const missing: WriteRecord[] = [];
    let before = 0;
    for (;;) {
      const index = this.#next[before] as number;
      const write = this.#writes[index];
      if (write === undefined || (write.ackedT as number) >= t) return missing;
      if (isPresent(write)) {
        before = index + 1;
      } else {
        missing.push(write);
        this.#next[before] = this.#next[index + 1] as number;
      }
    }
  }
}
