import type { Configuration } from '../configuration/options.js';
import { disabledTelemetry } from '../disabled-telemetry.js';
import { Collectors } from '../metrics/collectors.js';
import { MetricStore } from '../metrics/metric-store.js';
import { createMetricsPush } from '../otlp/metrics-push.js';
import { otlpResource } from '../otlp/resource.js';
import type { Telemetry } from '../telemetry.js';

/** Metrics of the contract, pushed on every flush: what there is without Node.js. */
export function edgeTelemetry(configuration: Configuration): Telemetry {
  const none = disabledTelemetry(configuration);
  const { enabled, metricsPush: settings, resource, instanceId } = configuration;
  // Without an endpoint nobody would ever see what is recorded here.
  if (!enabled || !settings) return none;
  const store = new MetricStore();
  const collectors = new Collectors(store);
  const { version, revision, environment } = resource;
  store.gauge('build_info').set({ version, revision, environment, runtime: 'edge' }, 1);
  const { push } = createMetricsPush({
    settings,
    resource: otlpResource(resource, instanceId),
    read: async () => {
      await collectors.collect();
      return store.metrics;
    },
    onFailure: (reason) => store.dropped(reason),
  });
  return {
    ...none,
    enabled: true,
    counter: (name) => store.counter(name),
    gauge: (name) => store.gauge(name),
    histogram: (name) => store.histogram(name),
    collect: (read, options) => collectors.add(read, options),
    dropped: (reason, signal, count) => store.dropped(reason, signal, count),
    flush: push,
    shutdown: push,
  };
}
