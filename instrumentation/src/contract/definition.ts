/** The part that emits a metric; `none` = the architecture needs it and nothing emits it yet. */
export type Producer =
  | 'http'
  | 'http-client'
  | 'worker'
  | 'queue'
  | 'replicate'
  | 'postgres'
  | 'ably'
  | 'circuit-breaker'
  | 'database-exporter'
  | 'edge'
  | 'failover-controller'
  | 'gameday'
  | 'telemetry'
  | 'runtime'
  | 'none';

export type Unit =
  | 'seconds'
  | 'bytes'
  | 'usd'
  | 'minor-units'
  | 'timestamp-seconds'
  | 'count'
  | 'info'
  | 'state';

interface Definition {
  readonly unit: Unit;
  /** Labels beside the common ones; a name that repeats a common label replaces it (its subject is another service). */
  readonly labels: readonly string[];
  readonly help: string;
  readonly producer: Producer;
}

export interface CounterDefinition extends Definition {
  readonly type: 'counter';
}
export interface GaugeDefinition extends Definition {
  readonly type: 'gauge';
}
export interface HistogramDefinition extends Definition {
  readonly type: 'histogram';
  /** Upper bounds in the metric's unit, ascending, without +Inf. */
  readonly buckets: readonly number[];
}

export type MetricDefinition = CounterDefinition | GaugeDefinition | HistogramDefinition;
export type MetricFamily = Readonly<Record<string, MetricDefinition>>;
