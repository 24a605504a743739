export {
  type CircuitBreakerOptions,
  type CockatielBreaker,
  instrumentCircuitBreaker,
  type OpossumBreaker,
} from './circuit-breaker/instrument-circuit-breaker.js';
export type { DrainOptions, Resource, SentryOptions, TelemetryOptions } from './configuration/options.js';
export type {
  CounterName,
  GaugeName,
  HistogramName,
  LabelName,
  Labels,
  MetricName,
} from './contract/index.js';
export type { Lifecycle } from './lifecycle/lifecycle.js';
export type { CollectOptions, Read, Reading } from './metrics/collectors.js';
export type { MetricsFormat } from './metrics/exposition.js';
export type { Counter, Gauge, Histogram } from './metrics/instruments.js';
export type { ErrorContext } from './sentry/error-report.js';
export { startTelemetry } from './start-telemetry.js';
export type { LogFields, Telemetry } from './telemetry.js';
export { TelemetryError, type TelemetryErrorCode } from './telemetry-error.js';
