import { setTimeout as delay } from 'node:timers/promises';
import type { Configuration, TelemetryOptions } from './configuration/options.js';
import { resolveConfiguration } from './configuration/resolve-configuration.js';
import { sentryIsInstalled } from './configuration/sentry-is-installed.js';
import { disabledTelemetry } from './disabled-telemetry.js';
import { drainOnSigterm } from './lifecycle/drain-on-sigterm.js';
import { Lifecycle } from './lifecycle/lifecycle.js';
import { shutDownAtEnd } from './lifecycle/shut-down-at-end.js';
import { whenIdle } from './lifecycle/when-idle.js';
import { Collectors } from './metrics/collectors.js';
import type { Exposition, MetricsFormat } from './metrics/exposition.js';
import { MetricStore } from './metrics/metric-store.js';
import { listenForScrapes, type MetricsServer, type MetricsServerOptions } from './metrics/metrics-server.js';
import { runtimeMetrics } from './metrics/runtime-snapshot.js';
import { startMetricsPush } from './otlp/start-metrics-push.js';
import { observeOutgoingRequests } from './outgoing/outgoing-requests.js';
import { ownHosts } from './outgoing/own-hosts.js';
import type { LogFields, Telemetry } from './telemetry.js';
import { startTracesAndErrors } from './traces-and-errors.js';
import type { Tracing } from './tracing/tracing.js';

/**
 * Starts metrics for this process: runtime metrics, `build_info`, and a server for scrapes on a port of its own.
 * Throws a TelemetryError that lists every problem of the configuration.
 */
export function startTelemetry(options: TelemetryOptions = {}): Telemetry {
  const configuration = resolveConfiguration(options, sentryIsInstalled);
  return configuration.enabled ? start(configuration) : disabledTelemetry(configuration);
}

function start(configuration: Configuration): Telemetry {
  const { resource, models } = configuration;
  const { service, region, environment, version, revision } = resource;
  const store = new MetricStore();
  const collectors = new Collectors(store);
  store
    .gauge('build_info')
    .set({ version, revision, environment, runtime: `nodejs-${process.versions.node}` }, 1);

  // Importing prom-client takes longer than all else that a service waits for when it starts.
  let exposition: Promise<Exposition> | undefined;
  const loadExposition = (): Promise<Exposition> => {
    exposition ??= import('./metrics/exposition.js').then(
      (loaded) => new loaded.Exposition(store, { service, region, environment }),
    );
    return exposition;
  };
  const scrape = async (format: MetricsFormat) => {
    const [shown] = await Promise.all([loadExposition(), collectors.collect()]);
    return { contentType: shown.contentType(format), text: await shown.text(format) };
  };
  let server: MetricsServer | undefined;
  const listening = serve(configuration, scrape).then((started) => {
    server = started;
    return started?.port;
  });
  // The service runs on without metrics (its scrape target is then down); who awaits `listening` gets the error.
  listening.catch((error: Error) => process.emitWarning(error));

  const lifecycle = new Lifecycle();
  const cancelLoading = whenIdle(lifecycle, () => void loadExposition().catch(() => {}));
  const tracesAndErrors = startTracesAndErrors(configuration, {
    lifecycle,
    dropped: (signal, reason, count) => store.dropped(reason, signal, count),
  });
  const { reportError } = tracesAndErrors;
  const uncaught = (error: unknown): void => reportError(error, { handled: false });
  if (configuration.sentry) process.on('uncaughtExceptionMonitor', uncaught);
  const metricsPush = startMetricsPush({
    configuration,
    store,
    read: async () => {
      const [{ registry }] = await Promise.all([loadExposition(), collectors.collect()]);
      return [...store.metrics, ...(await runtimeMetrics(registry))];
    },
  });
  const flush = async (): Promise<void> => {
    await Promise.allSettled([metricsPush.push(), tracesAndErrors.flush()]);
  };
  const endings = new Set<() => Promise<void> | void>();
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    stopDraining();
    stopWatching();
    stopObserving();
    cancelLoading();
    process.off('uncaughtExceptionMonitor', uncaught);
    await Promise.allSettled(Array.from(endings, async (end) => end()));
    // Together, since each may take as long as its receiver lets it.
    await Promise.all([metricsPush.stop(), tracesAndErrors.shutdown()]);
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

  const stopWatching =
    configuration.sentry || configuration.traces || configuration.metricsPush
      ? shutDownAtEnd({ target: process, lifecycle, shutdown, after: (seconds) => delay(seconds * 1000) })
      : () => {};

  const telemetry: Telemetry = {
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
    dropped: (reason, signal, count) => store.dropped(reason, signal, count),
    get tracing() {
      return tracesAndErrors.tracing;
    },
    reportError,
    setUser(id) {
      const request = tracesAndErrors.tracing?.current();
      if (request) request.userId = id;
    },
    logFields: () => logFields(tracesAndErrors.tracing?.activeIds()),
    async load() {
      await Promise.all([loadExposition(), tracesAndErrors.load()]);
    },
    metrics: async (format = 'prometheus') => (await scrape(format)).text,
    onShutdown: (end) => void endings.add(end),
    flush,
    shutdown,
  };
  const stopObserving = observeOutgoingRequests(telemetry, { except: ownHosts(configuration) });
  return telemetry;
}

function logFields(active: ReturnType<Tracing['activeIds']>): LogFields {
  if (!active) return {};
  const { sampled, ...ids } = active;
  return { ...ids, trace_flags: sampled ? '01' : '00' };
}

async function serve(
  { metricsPort, metricsHost }: Configuration,
  metrics: MetricsServerOptions['metrics'],
): Promise<MetricsServer | undefined> {
  if (metricsPort === 'off') return undefined;
  return listenForScrapes({ port: metricsPort, host: metricsHost, metrics });
}
