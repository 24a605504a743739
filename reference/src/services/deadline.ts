import { monotonicMs } from '../clock.js';

/** A moment that everything done for one request shares, so that waits do not add up. */
export class Deadline {
  readonly #atMs: number;

  constructor(
    timeoutMs: number,
    private readonly nowMs: () => number = monotonicMs,
  ) {
    this.#atMs = nowMs() + timeoutMs;
  }

  /** 0 when it has passed. */
  get remainingMs(): number {
    return Math.max(0, this.#atMs - this.nowMs());
  }
}
