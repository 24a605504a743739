import type { Configuration } from '../configuration/options.js';
import type { MetricStore, StoredMetric } from '../metrics/metric-store.js';
import { createMetricsPush } from './metrics-push.js';
import { otlpResource } from './resource.js';

export interface MetricsPushStart {
  readonly configuration: Configuration;
  readonly store: MetricStore;
  readonly read: () => readonly StoredMetric[] | Promise<readonly StoredMetric[]>;
}

export interface StartedMetricsPush {
  /** Sends what is recorded now. Never rejects. */
  push(): Promise<void>;
  /** The last push. */
  stop(): Promise<void>;
}

/** Pushes at intervals and whenever asked to, if metrics are to be pushed at all. */
export function startMetricsPush({ configuration, store, read }: MetricsPushStart): StartedMetricsPush {
  const { metricsPush: settings, resource, instanceId } = configuration;
  if (!settings) return { push: async () => {}, stop: async () => {} };
  const { push } = createMetricsPush({
    settings,
    resource: otlpResource(resource, instanceId),
    read,
    onFailure: (reason) => store.dropped(reason),
  });
  const timer = setInterval(push, settings.intervalMs);
  timer.unref();
  return {
    push,
    async stop() {
      clearInterval(timer);
      await push();
    },
  };
}
