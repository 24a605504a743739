import { contract, type MetricDefinition } from '@attest/instrumentation/contract';

/** Gauges that mean the same whichever instance says them, or that one alone says; the others would take turns in one series. */
export const sharedGauges = Object.entries(contract as Record<string, MetricDefinition>)
  .filter(([, { type, unit, producer }]) => type === 'gauge' && (unit === 'info' || producer === 'gameday'))
  .map(([name]) => name);

/**
 * An OpenTelemetry Collector between functions and Prometheus. Functions come and go by the thousand; each of them pushes what it
 * counted since its last push (`OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=delta`), and the collector adds that up to one
 * series a service and region, so that their ids never become series.
 *
 * One collector per series: behind a load balancer two of them would each count a part under the same name.
 * Source: OpenTelemetry Collector contrib, deltatocumulativeprocessor, transformprocessor, filterprocessor.
 */
export function aggregatingCollector(prometheusUrl: string) {
  const kept = sharedGauges.map((name) => `metric.name != "${name}"`).join(' and ');
  return {
    receivers: { otlp: { protocols: { http: { endpoint: '0.0.0.0:4318' } } } },
    processors: {
      memory_limiter: { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 },
      // From here on one batch after the other, or deltas would arrive out of order and be refused.
      'batch/in_order': { timeout: '1s', send_batch_size: 8192 },
      'filter/gauges_of_instances': {
        error_mode: 'propagate',
        metrics: { metric: [`metric.type == METRIC_DATA_TYPE_GAUGE and ${kept}`] },
      },
      'resource/without_instances': {
        attributes: [{ key: 'service.instance.id', action: 'delete' }],
      },
      // Instances do not agree on the time; what arrives later counts as later.
      'transform/time_of_arrival': {
        error_mode: 'propagate',
        metric_statements: [
          {
            context: 'datapoint',
            conditions: ['metric.aggregation_temporality == AGGREGATION_TEMPORALITY_DELTA'],
            statements: ['set(datapoint.time, Now())', 'set(datapoint.start_time, datapoint.time)'],
          },
        ],
      },
      // Longer than the quietest route is quiet: a stream that is forgotten begins again at 0.
      deltatocumulative: { max_stale: '24h', max_streams: 100_000 },
    },
    exporters: {
      'otlphttp/prometheus': { endpoint: `${prometheusUrl}/api/v1/otlp` },
    },
    service: {
      pipelines: {
        metrics: {
          receivers: ['otlp'],
          processors: [
            'memory_limiter',
            'batch/in_order',
            'filter/gauges_of_instances',
            'resource/without_instances',
            'transform/time_of_arrival',
            'deltatocumulative',
          ],
          exporters: ['otlphttp/prometheus'],
        },
      },
    },
  };
}
