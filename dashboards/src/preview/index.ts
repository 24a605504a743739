export { interpolate, labelsIn } from './interpolate.js';
export { lookAtPrometheus, type Sight } from './look-at-prometheus.js';
export { interpolationFor, type Preview, type PreviewOptions, preview } from './preview.js';
export {
  type InstantSample,
  type PrometheusClient,
  PrometheusError,
  type PrometheusSeries,
  prometheusClient,
  type TimeWindow,
} from './prometheus.js';
