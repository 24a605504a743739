import type { GaugeName, Labels } from '../contract/index.js';
import type { MetricStore } from './metric-store.js';

/** One value of one gauge, as it was read. */
export type Reading = {
  [M in GaugeName]: { readonly metric: M; readonly labels: Labels<M>; readonly value: number };
}[GaugeName];

export type Read = () => readonly Reading[] | Promise<readonly Reading[]>;

export interface CollectOptions {
  /** Default 2: well under Prometheus' default scrape timeout of 10 s. */
  readonly timeoutSeconds?: number;
}

const defaultTimeoutSeconds = 2;

/**
 * Gauges that are read when somebody asks. Concurrent scrapes share one read; a read that is still running is not started
 * again; one that fails or takes too long leaves its gauges absent (unknown is not zero) and is counted.
 */
export class Collectors {
  readonly #store: MetricStore;
  readonly #collectors = new Set<() => Promise<void>>();

  constructor(store: MetricStore) {
    this.#store = store;
  }

  /** Returns the function that takes the collector away again. */
  add(read: Read, options: CollectOptions = {}): () => void {
    const timeoutMs = (options.timeoutSeconds ?? defaultTimeoutSeconds) * 1000;
    let shown: readonly Reading[] = [];
    let running: Promise<readonly Reading[]> | undefined;

    const show = (readings: readonly Reading[]): void => {
      for (const reading of shown) this.#gauge(reading).remove(reading.labels);
      for (const reading of readings) this.#gauge(reading).set(reading.labels, reading.value);
      shown = readings;
    };
    const collect = async (): Promise<void> => {
      running ??= Promise.resolve()
        .then(read)
        .finally(() => {
          running = undefined;
        });
      try {
        const readings = await withTimeout(running, timeoutMs);
        if (readings === timedOut) this.#store.dropped('collect_timeout');
        show(readings === timedOut ? [] : readings);
      } catch {
        this.#store.dropped('collect_failed');
        show([]);
      }
    };
    this.#collectors.add(collect);
    return () => {
      this.#collectors.delete(collect);
      show([]);
    };
  }

  async collect(): Promise<void> {
    await Promise.all(Array.from(this.#collectors, (collect) => collect()));
  }

  // A reading's labels belong to its metric, which a union of all metrics cannot express.
  #gauge(reading: Reading): { set(labels: object, value: number): void; remove(labels: object): void } {
    return this.#store.gauge(reading.metric);
  }
}

const timedOut = Symbol('timed out');

function withTimeout<T>(promise: Promise<T>, timeoutMs: number): Promise<T | typeof timedOut> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(timedOut), timeoutMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
