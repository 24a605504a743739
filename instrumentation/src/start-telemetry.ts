import { setTimeout as delay } from 'node:timers/promises';
import { Registry } from 'prom-client';
import type { Configuration, TelemetryOptions } from './configuration/options.js';
import { resolveConfiguration } from './configuration/resolve-configuration.js';
import { drainOnSigterm } from './lifecycle/drain-on-sigterm.js';
import { Lifecycle } from './lifecycle/lifecycle.js';
import { Collectors } from './metrics/collectors.js';
import { expose } from './metrics/exposition.js';
import { noopCounter, noopGauge, noopHistogram } from './metrics/instruments.js';
import { MetricStore } from './metrics/metric-store.js';
import { listenForScrapes, type MetricsServer } from './metrics/metrics-server.js';
import { collectRuntimeMetrics } from './metrics/runtime-metrics.js';
import type { Telemetry } from './telemetry.js';

/**
 * Starts metrics for this process: runtime metrics, `build_info`, and a server for scrapes on a port of its own.
 * Throws a TelemetryError that lists every problem of the configuration.
 */
export function startTelemetry(options: TelemetryOptions = {}): Telemetry {
  const configuration = resolveConfiguration(options);
  return configuration.enabled ? start(configuration) : disabledTelemetry(configuration);
}

function start(configuration: Configuration): Telemetry {
  const { resource, models } = configuration;
  const { service, region, environment, version, revision } = resource;
  const registry = new Registry();
  registry.setDefaultLabels({ service, region, environment });
  const store = new MetricStore((metric) => expose(registry, metric));
  const collectors = new Collectors(store);
  collectRuntimeMetrics(registry);
  store
    .gauge('build_info')
    .set({ version, revision, environment, runtime: `nodejs-${process.versions.node}` }, 1);

  const metrics = async (): Promise<string> => {
    await collectors.collect();
    return registry.metrics();
  };
  let server: MetricsServer | undefined;
  const listening = serve(configuration, metrics, registry.contentType).then((started) => {
    server = started;
    return started?.port;
  });
  // The service runs on without metrics (its scrape target is then down); who awaits `listening` gets the error.
  listening.catch((error: Error) => process.emitWarning(error));

  const lifecycle = new Lifecycle();
  const flushes = new Set<() => Promise<void> | void>();
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    stopDraining();
    await Promise.allSettled(Array.from(flushes, async (flush) => flush()));
    await listening.catch(() => {});
    await server?.close();
    server = undefined;
  };
  const shutdown = (): Promise<void> => {
    stopped ??= stop();
    return stopped;
  };
  const stopDraining = configuration.drain
    ? drainOnSigterm({
        target: process,
        lifecycle,
        options: configuration.drain,
        shutdown,
        after: (seconds) => delay(seconds * 1000),
      })
    : () => {};

  return {
    enabled: true,
    resource,
    models,
    get metricsPort() {
      return server?.port;
    },
    listening,
    lifecycle,
    counter: (name) => store.counter(name),
    gauge: (name) => store.gauge(name),
    histogram: (name) => store.histogram(name),
    collect: (read, collectOptions) => collectors.add(read, collectOptions),
    dropped: (reason) => store.dropped(reason),
    metrics,
    onShutdown: (flush) => void flushes.add(flush),
    shutdown,
  };
}

async function serve(
  { metricsPort, metricsHost }: Configuration,
  metrics: () => Promise<string>,
  contentType: string,
): Promise<MetricsServer | undefined> {
  if (metricsPort === 'off') return undefined;
  return listenForScrapes({ port: metricsPort, host: metricsHost, contentType, metrics });
}

function disabledTelemetry({ resource, models }: Configuration): Telemetry {
  return {
    enabled: false,
    resource,
    models,
    metricsPort: undefined,
    listening: Promise.resolve(undefined),
    lifecycle: new Lifecycle(),
    counter: () => noopCounter,
    gauge: () => noopGauge,
    histogram: () => noopHistogram,
    collect: () => () => {},
    dropped: () => {},
    metrics: async () => '',
    onShutdown: () => {},
    shutdown: async () => {},
  };
}
