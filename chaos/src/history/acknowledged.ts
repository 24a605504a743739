/**
 * Acknowledged writes, oldest first, from which those found missing are taken out while they are walked through. A walk
 * costs what is present (each of these stands in the read's rows) plus what is taken out (each once), so all walks
 * together stay linear in the length of the history.
 */
export class Acknowledged {
  readonly #writes: readonly number[];
  readonly #ackedT: readonly number[];
  /** Entry i holds the place of what follows place i - 1; entry 0 is the start. */
  readonly #next: Int32Array;

  /** @param ackedT when each of the writes was first acknowledged, never going back */
  constructor(writes: readonly number[], ackedT: readonly number[]) {
    this.#writes = writes;
    this.#ackedT = ackedT;
    this.#next = new Int32Array(writes.length + 1);
    for (let place = 0; place <= writes.length; place += 1) this.#next[place] = place;
  }

  /** Takes out, and returns, the writes acknowledged before `t` that `isPresent` denies. */
  takeMissing(t: number, isPresent: (write: number) => boolean): number[] {
    const missing: number[] = [];
    let before = 0;
    for (;;) {
      const place = this.#next[before] as number;
      const write = this.#writes[place];
      if (write === undefined || (this.#ackedT[place] as number) >= t) return missing;
      if (isPresent(write)) {
        before = place + 1;
      } else {
        missing.push(write);
        this.#next[before] = this.#next[place + 1] as number;
      }
    }
  }
}
