import type { MetricFamily } from './definition.js';

export const meta = {
  build_info: {
    type: 'gauge',
    unit: 'info',
    labels: ['version', 'revision', 'environment', 'runtime'],
    help: '1, with what is running in the labels.',
    producer: 'telemetry',
  },
  telemetry_dropped_total: {
    type: 'counter',
    unit: 'count',
    labels: ['signal', 'reason'],
    help: 'Observations, readings and exports that telemetry had to drop.',
    producer: 'telemetry',
  },
  telemetry_cardinality_overflow_total: {
    type: 'counter',
    unit: 'count',
    labels: ['metric', 'label'],
    help: 'Observations recorded under __overflow__; label is __series__ when the metric has too many series.',
    producer: 'telemetry',
  },
} as const satisfies MetricFamily;
