import type { Resource } from './configuration/options.js';
import type { CounterName, GaugeName, HistogramName } from './contract/index.js';
import type { Lifecycle } from './lifecycle/lifecycle.js';
import type { CollectOptions, Read } from './metrics/collectors.js';
import type { MetricsFormat } from './metrics/exposition.js';
import type { Counter, Gauge, Histogram } from './metrics/instruments.js';
import type { DroppedSignal, DropReason } from './metrics/metric-store.js';
import type { ErrorContext } from './sentry/error-report.js';
import type { Tracing } from './tracing/tracing.js';

/** Fields that connect a line of a log with its trace; empty outside of one. Names: OpenTelemetry, "Trace Context in non-OTLP Log Formats". */
export interface LogFields {
  readonly trace_id?: string;
  readonly span_id?: string;
  readonly trace_flags?: '00' | '01';
}

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
  dropped(reason: DropReason, signal?: DroppedSignal, count?: number): void;

  /** Undefined until it is loaded, and where nobody wants traces. */
  readonly tracing: Tracing | undefined;
  /**
   * Tells Sentry, where there is one, of an error with everything that is known of the request or job around it. What a route
   * throws is told anyway.
   */
  reportError(error: unknown, context?: ErrorContext): void;
  /** Who sent the request that is being answered, by a pseudonymous id: errors and spans carry it. */
  setUser(id: string): void;
  /** For loggers: `pino({ mixin: telemetry.logFields })`. */
  readonly logFields: () => LogFields;
  /**
   * Loads now what else is loaded after the start (the OpenTelemetry SDK) or in the first pause (Sentry, the text format of
   * metrics). Nobody has to call it; it rejects when something cannot be loaded.
   */
  load(): Promise<void>;

  /** What a scrape answers: the Prometheus text format, or OpenMetrics, which has exemplars. */
  metrics(format?: MetricsFormat): Promise<string>;
  /** Runs first when telemetry is shut down, while everything can still be recorded. */
  onShutdown(end: () => Promise<void> | void): void;
  /**
   * Sends what has been recorded so far to wherever something is sent, within bounded time: for processes that may be stopped
   * at any moment. Never rejects.
   */
  flush(): Promise<void>;
  /** Flushes and stops serving metrics. May be called more than once. */
  shutdown(): Promise<void>;
}
