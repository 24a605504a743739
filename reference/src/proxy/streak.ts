export interface StreakOptions {
  readonly initially: boolean;
  /** So many failures in a row turn `true` into `false`. */
  readonly failures: number;
  /** So many successes in a row turn `false` into `true`. */
  readonly successes: number;
}

/** A yes-or-no that changes only after several equal observations in a row, as health checks and probes count. */
export class Streak {
  #holds: boolean;
  #contrary = 0;

  constructor(private readonly options: StreakOptions) {
    this.#holds = options.initially;
  }

  get holds(): boolean {
    return this.#holds;
  }

  /** Returns true when this observation changed the answer. */
  observe(good: boolean): boolean {
    if (good === this.#holds) {
      this.#contrary = 0;
      return false;
    }
    this.#contrary += 1;
    if (this.#contrary < (good ? this.options.successes : this.options.failures)) return false;
    this.#holds = good;
    this.#contrary = 0;
    return true;
  }
}
