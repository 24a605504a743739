import { business } from './business.js';
import { controllers } from './controllers.js';
import { database } from './database.js';
import { edge } from './edge.js';
import { gpu } from './gpu.js';
import { http } from './http.js';
import { meta } from './meta.js';
import { operations } from './operations.js';
import { queue } from './queue.js';
import { realtime } from './realtime.js';
import { runtime } from './runtime.js';

/** Every metric, by family. */
export const families = {
  http,
  queue,
  gpu,
  database,
  edge,
  controllers,
  realtime,
  business,
  operations,
  meta,
  runtime,
} as const;

/** Every metric by name: the only place from which rules, panels, controllers and services take names. */
export const contract = {
  ...http,
  ...queue,
  ...gpu,
  ...database,
  ...edge,
  ...controllers,
  ...realtime,
  ...business,
  ...operations,
  ...meta,
  ...runtime,
} as const;

export type MetricName = keyof typeof contract;
export type MetricNameOf<T extends MetricType> = {
  [M in MetricName]: (typeof contract)[M]['type'] extends T ? M : never;
}[MetricName];
export type MetricType = (typeof contract)[MetricName]['type'];
export type CounterName = MetricNameOf<'counter'>;
export type GaugeName = MetricNameOf<'gauge'>;
export type HistogramName = MetricNameOf<'histogram'>;
export type LabelName<M extends MetricName> = (typeof contract)[M]['labels'][number];
/** The labels of a metric beside the common ones; an empty value means that the label is absent. */
export type Labels<M extends MetricName> = { readonly [L in LabelName<M>]: string };

export * from './buckets.js';
export type {
  CounterDefinition,
  GaugeDefinition,
  HistogramDefinition,
  MetricDefinition,
  MetricFamily,
  Producer,
  Unit,
} from './definition.js';
export { type ExternalMetricName, external } from './external.js';
export * from './values.js';
