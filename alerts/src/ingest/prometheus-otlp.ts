import { commonLabels } from '@attest/instrumentation/contract';

/**
 * What Prometheus needs (beside `--web.enable-otlp-receiver`) so that a pushed series has the labels of a scraped one: the common
 * labels are resource attributes there. Names arrive as they are, without units, so that no suffix is due. To be merged into
 * prometheus.yml. Source: Prometheus documentation, "Using Prometheus as your OpenTelemetry backend".
 */
export const prometheusOtlp = {
  otlp: {
    promote_resource_attributes: [...commonLabels],
    translation_strategy: 'UnderscoreEscapingWithoutSuffixes',
  },
  // Pushes of many senders overtake each other.
  storage: { tsdb: { out_of_order_time_window: '10m' } },
};
