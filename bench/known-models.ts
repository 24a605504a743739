/** What a server does with a request that arrives: answers so, after so many milliseconds. */
export interface Reply {
  readonly status: number;
  readonly afterMs: number;
}

/** Arrivals in order, each at its time in milliseconds. */
export type Model = (arrivedMs: number) => Reply;

/** Servers whose capacity, in requests a second, is known exactly. */
export const models = {
  /** As many at once as there are slots; the others wait in a queue without an end. */
  queue(capacity, concurrency) {
    const slots = new Slots(concurrency);
    const serviceMs = (1000 * concurrency) / capacity;
    return (ms) => ({ status: 200, afterMs: slots.take(ms, serviceMs) - ms });
  },
  /** The same without a queue: refused when every slot is taken. */
  'no-queue'(capacity, concurrency) {
    const slots = new Slots(concurrency);
    const serviceMs = (1000 * concurrency) / capacity;
    return (ms) => {
      if (slots.freeFromMs > ms) return { status: 503, afterMs: 0 };
      slots.take(ms, serviceMs);
      return { status: 200, afterMs: serviceMs };
    };
  },
  /** Quick up to its capacity; beyond, everything fails for two seconds. */
  cliff(capacity) {
    const recent: number[] = [];
    let collapsedUntilMs = Number.NEGATIVE_INFINITY;
    return (ms) => {
      recent.push(ms);
      while ((recent[0] as number) < ms - 1000) recent.shift();
      if (recent.length > capacity) collapsedUntilMs = ms + 2000;
      return ms < collapsedUntilMs ? { status: 500, afterMs: 300 } : { status: 200, afterMs: 15 };
    };
  },
  /** Refuses what is more than its capacity with 429. */
  limit(capacity) {
    const most = 10;
    let tokens = most;
    let refilledMs: number | undefined;
    return (ms) => {
      tokens = Math.min(most, tokens + ((ms - (refilledMs ?? ms)) * capacity) / 1000);
      refilledMs = ms;
      if (tokens < 1) return { status: 429, afterMs: 0 };
      tokens -= 1;
      return { status: 200, afterMs: 5 };
    };
  },
  /** Every request makes all later ones slower; no rate is steady. */
  slows() {
    let served = 0;
    return () => {
      served += 1;
      return { status: 200, afterMs: 5 + served * 0.03 };
    };
  },
} as const satisfies Record<string, (capacity: number, concurrency: number) => Model>;

export type ModelName = keyof typeof models;

/** Places in which one request at a time is served, and when each is free again. */
class Slots {
  readonly #freeMs: Float64Array;

  constructor(count: number) {
    this.#freeMs = new Float64Array(count);
  }

  get freeFromMs(): number {
    return this.#freeMs[this.#earliest()] as number;
  }

  /** @returns when it is served */
  take(ms: number, serviceMs: number): number {
    const slot = this.#earliest();
    const doneMs = Math.max(ms, this.#freeMs[slot] as number) + serviceMs;
    this.#freeMs[slot] = doneMs;
    return doneMs;
  }

  #earliest(): number {
    let earliest = 0;
    for (let slot = 1; slot < this.#freeMs.length; slot += 1) {
      if ((this.#freeMs[slot] as number) < (this.#freeMs[earliest] as number)) earliest = slot;
    }
    return earliest;
  }
}
