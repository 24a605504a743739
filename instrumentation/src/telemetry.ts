import type { Resource } from './configuration/options.js';
import type { CounterName, GaugeName, HistogramName } from './contract/index.js';
import type { Lifecycle } from './lifecycle/lifecycle.js';
import type { CollectOptions, Read } from './metrics/collectors.js';
import type { Counter, Gauge, Histogram } from './metrics/instruments.js';
import type { DropReason } from './metrics/metric-store.js';

/** What every instrumentation of this package writes to. One per process is enough. */
export interface Telemetry {
  /** False with ATTEST_DISABLED=1: everything below then does nothing. */
  readonly enabled: boolean;
  readonly resource: Resource;
  /** Allow-list of GPU models. */
  readonly models: readonly string[];
  /** Port of `GET /metrics`; undefined until it listens, and when it is off. */
  readonly metricsPort: number | undefined;
  /** Resolves with the port once metrics are served (undefined when off); rejects with `metrics-port-unavailable`. */
  readonly listening: Promise<number | undefined>;
  readonly lifecycle: Lifecycle;

  /** Metrics of the contract; other names do not compile. The same name gives the same metric. */
  counter<M extends CounterName>(name: M): Counter<M>;
  gauge<M extends GaugeName>(name: M): Gauge<M>;
  histogram<M extends HistogramName>(name: M): Histogram<M>;
  /** Gauges that are read at scrape time. Returns the function that ends it. */
  collect(read: Read, options?: CollectOptions): () => void;
  /** Counts something that could not be recorded. */
  dropped(reason: DropReason): void;

  /** What a scrape answers: the Prometheus text format. */
  metrics(): Promise<string>;
  /** Runs before `shutdown` resolves. */
  onShutdown(flush: () => Promise<void> | void): void;
  /** Flushes and stops serving metrics. May be called more than once. */
  shutdown(): Promise<void>;
}
