import { predictionBuckets } from './buckets.js';
import type { MetricFamily } from './definition.js';

export const gpu = {
  gpu_prediction_duration_seconds: {
    type: 'histogram',
    unit: 'seconds',
    labels: ['provider', 'model', 'gpu', 'outcome'],
    buckets: predictionBuckets,
    help: 'From the creation of a prediction to its end; outcome is success or failure.',
    producer: 'replicate',
  },
  gpu_prediction_queue_seconds: {
    type: 'histogram',
    unit: 'seconds',
    labels: ['provider', 'model', 'gpu'],
    buckets: predictionBuckets,
    help: 'From the creation of a prediction to its start: queue and cold start.',
    producer: 'replicate',
  },
  gpu_predict_seconds_total: {
    type: 'counter',
    unit: 'seconds',
    labels: ['provider', 'model', 'gpu'],
    help: 'GPU seconds used, as the provider reports them.',
    producer: 'replicate',
  },
  gpu_cost_usd_total: {
    type: 'counter',
    unit: 'usd',
    labels: ['provider', 'model', 'gpu'],
    help: 'GPU seconds times the list price; absent where no price is known.',
    producer: 'replicate',
  },
  gpu_predictions_in_flight: {
    type: 'gauge',
    unit: 'count',
    labels: ['provider', 'model', 'gpu'],
    help: 'Predictions created and not known to have ended.',
    producer: 'replicate',
  },
  gpu_instances: {
    type: 'gauge',
    unit: 'count',
    labels: ['region', 'gpu'],
    help: 'GPU instances running in a region.',
    producer: 'none',
  },
} as const satisfies MetricFamily;
