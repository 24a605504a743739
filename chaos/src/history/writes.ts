import { endOfRow, isPlain } from './plain-row.js';

/** What the checker may find out about an id; bits, because histories have millions of ids. */
const bits = {
  hasUnknownAttempt: 1,
  isAcknowledged: 2,
  isAcknowledgedByFencedEpoch: 4,
  isShown: 8,
  isShownFinally: 16,
  hasWrongHash: 32,
  hasDuplicateRows: 64,
  isLost: 128,
  isMissedByPrimary: 256,
  hasVanished: 512,
  lacksEffect: 1024,
  hasRepeatedEffect: 2048,
  hasUnfoundedEffect: 4096,
  /** Its id and its hash stand in JSON as they are. */
  isPlain: 8192,
} as const;

export type Mark = keyof typeof bits;

/** Several marks as one number, to ask for all of them at once. */
export const anyOf = (marks: readonly Mark[]): number => marks.reduce((some, mark) => some | bits[mark], 0);

export const outcomes = ['acknowledged', 'unknown', 'failed', 'never invoked'] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * Every id that was invoked or shown, numbered in the order of its appearance. Columns instead of objects: a million
 * objects with a dozen fields each would cost more time in the garbage collector than everything else together.
 */
export class Writes {
  readonly #numbers = new Map<string, number>();
  readonly #ids: string[] = [];
  #lastFound = 0;
  readonly #hashes: (string | undefined)[] = [];
  #capacity = 1024;
  #marks = new Uint16Array(this.#capacity);
  #attempts = new Uint32Array(this.#capacity);
  #completions = new Uint32Array(this.#capacity);
  #fenceEpochs = new Float64Array(this.#capacity);
  #shownByRead = new Int32Array(this.#capacity).fill(-1);

  ids(): Iterable<[id: string, write: number]> {
    return this.#numbers;
  }

  /**
   * Mostly it is the write that was asked for last (its completion), the one after it (reads show rows much in the order in
   * which they were written) or the one before it (or newest first). Looking there first spares a search in a map that is far
   * larger than any cache.
   */
  find(id: string): number | undefined {
    const last = this.#lastFound;
    if (this.#ids[last] === id) return last;
    if (this.#ids[last + 1] === id) {
      this.#lastFound = last + 1;
      return last + 1;
    }
    if (this.#ids[last - 1] === id) {
      this.#lastFound = last - 1;
      return last - 1;
    }
    const found = this.#numbers.get(id);
    if (found !== undefined) this.#lastFound = found;
    return found;
  }

  /** The write that was found or added last. */
  get lastFound(): number {
    return this.#lastFound;
  }

  /**
   * Finds the write after or before the last one by its row in a line, if that is there to the letter and stored once.
   * Answers where the row ends, or -1.
   */
  findByRow(line: string, start: number, end: number): number {
    const last = this.#lastFound;
    for (let write = last + 1; write >= last - 1; write -= 2) {
      if (!this.has(write, 'isPlain')) continue;
      const rowEnd = endOfRow(line, start, end, this.#ids[write] as string, this.#hashes[write] as string);
      if (rowEnd < 0) continue;
      this.#lastFound = write;
      return rowEnd;
    }
    return -1;
  }

  findOrAdd(id: string): number {
    const known = this.find(id);
    if (known !== undefined) return known;
    const write = this.#hashes.length;
    if (write === this.#capacity) this.#grow();
    this.#numbers.set(id, write);
    this.#ids.push(id);
    this.#lastFound = write;
    this.#hashes.push(undefined);
    return write;
  }

  has(write: number, mark: Mark): boolean {
    return this.hasAny(write, bits[mark]);
  }

  /** @param some as `anyOf` gives them */
  hasAny(write: number, some: number): boolean {
    return ((this.#marks[write] as number) & some) !== 0;
  }

  mark(write: number, mark: Mark): void {
    this.#marks[write] = (this.#marks[write] as number) | bits[mark];
  }

  unmark(write: number, mark: Mark): void {
    this.#marks[write] = (this.#marks[write] as number) & ~bits[mark];
  }

  isInvoked(write: number): boolean {
    return (this.#attempts[write] as number) > 0;
  }

  /** Undefined until the write was invoked or shown. */
  hashOf(write: number): string | undefined {
    return this.#hashes[write];
  }

  setHash(write: number, hash: string): void {
    this.#hashes[write] = hash;
    if (isPlain(hash) && isPlain(this.#ids[write] as string)) this.mark(write, 'isPlain');
    else this.unmark(write, 'isPlain');
  }

  /**
   * Attempts of a write cannot be told apart by their completions, so the oldest one that is open decides what may be
   * acknowledged.
   *
   * @param fenceEpoch newest epoch announced before the attempt
   */
  open(write: number, fenceEpoch: number): void {
    if (this.#attempts[write] === this.#completions[write]) this.#fenceEpochs[write] = fenceEpoch;
    this.#attempts[write] = (this.#attempts[write] as number) + 1;
  }

  /** Answers whether an attempt was open; a completion told twice changes nothing. */
  complete(write: number): boolean {
    if (this.#completions[write] === this.#attempts[write]) return false;
    this.#completions[write] = (this.#completions[write] as number) + 1;
    return true;
  }

  fenceEpochOf(write: number): number {
    return this.#fenceEpochs[write] as number;
  }

  /** Remembers the newest read that shows a write, which tells present from absent without a set for every read. */
  showIn(read: number, write: number): void {
    this.#shownByRead[write] = read;
  }

  isShownIn(read: number, write: number): boolean {
    return this.#shownByRead[write] === read;
  }

  /** Acknowledged if any attempt was; else unknown if any attempt is; else failed. */
  outcomeOf(write: number): Outcome {
    if (!this.isInvoked(write)) return 'never invoked';
    if (this.has(write, 'isAcknowledged')) return 'acknowledged';
    const hasOpenAttempt = this.#attempts[write] !== this.#completions[write];
    return hasOpenAttempt || this.has(write, 'hasUnknownAttempt') ? 'unknown' : 'failed';
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#marks = copied(this.#marks, new Uint16Array(this.#capacity));
    this.#attempts = copied(this.#attempts, new Uint32Array(this.#capacity));
    this.#completions = copied(this.#completions, new Uint32Array(this.#capacity));
    this.#fenceEpochs = copied(this.#fenceEpochs, new Float64Array(this.#capacity));
    this.#shownByRead = copied(this.#shownByRead, new Int32Array(this.#capacity).fill(-1));
  }
}

function copied<A extends { set(from: A): void }>(from: A, to: A): A {
  to.set(from);
  return to;
}
