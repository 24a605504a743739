import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Configuration } from './configuration/options.js';
import type { TracesConfiguration } from './configuration/traces.js';
import type { Lifecycle } from './lifecycle/lifecycle.js';
import { whenIdle } from './lifecycle/when-idle.js';
import type { DroppedSignal, DropReason } from './metrics/metric-store.js';
import type { ErrorContext } from './sentry/error-report.js';
import { LazySentry } from './sentry/lazy-sentry.js';
import type { Tracing } from './tracing/tracing.js';

export interface TracesAndErrors {
  /** Undefined until it is loaded, and where nobody wants traces. */
  readonly tracing: Tracing | undefined;
  reportError(error: unknown, context?: ErrorContext): void;
  /** Resolves when everything is loaded that would be loaded sooner or later. */
  load(): Promise<void>;
  flush(): Promise<void>;
  shutdown(): Promise<void>;
}

type Dropped = (signal: DroppedSignal, reason: DropReason, count?: number) => void;

export interface TracesAndErrorsDependencies {
  readonly lifecycle: Lifecycle;
  readonly dropped: Dropped;
}

/**
 * Nothing of it is imported before it is wanted, and nothing of it is awaited by a request: the OpenTelemetry SDK right after
 * the start (its contexts are wanted from the first request on), its exporter with the first spans, Sentry in the first pause.
 */
export function startTracesAndErrors(
  configuration: Configuration,
  { lifecycle, dropped }: TracesAndErrorsDependencies,
): TracesAndErrors {
  let tracing: Tracing | undefined;
  const sentry = configuration.sentry && lazySentry(configuration, () => tracing, dropped);
  let stopped = false;
  const loadTracing = async (traces: TracesConfiguration): Promise<void> => {
    const started = await import('./tracing/start-tracing.js');
    if (stopped) return;
    tracing = started.startTracing({
      resource: configuration.resource,
      resourceAttributes: configuration.resourceAttributes,
      ratio: traces.ratio,
      failed: () => dropped('traces', 'failed'),
      processors: await processors(configuration, traces, sentry, dropped),
      spansFromStart: configuration.sentry?.transactions ?? false,
    });
  };
  const { traces } = configuration;
  const tracingLoaded = traces ? loadTracing(traces) : Promise.resolve();
  // The service runs on without traces; who awaits load() gets the error.
  tracingLoaded.catch((error: Error) => process.emitWarning(error));
  const cancel = sentry ? whenIdle(lifecycle, () => void sentry.load()) : () => {};

  return {
    get tracing() {
      return tracing;
    },
    reportError(error, context = {}) {
      if (!sentry) return;
      const request = tracing?.current();
      const trace = context.trace ?? tracing?.activeIds();
      sentry.sendError({ error, userId: request?.userId, ...context, ...(trace ? { trace } : {}) });
    },
    async load() {
      await Promise.all([tracingLoaded, sentry?.load()]);
    },
    async flush() {
      await Promise.allSettled([tracing?.flush(), sentry?.flush()]);
    },
    async shutdown() {
      stopped = true;
      cancel();
      await tracingLoaded.catch(() => {});
      // Spans first, since they become transactions.
      await tracing?.shutdown().catch(() => {});
      await sentry?.shutdown().catch(() => {});
      tracing = undefined;
    },
  };
}

function lazySentry(
  { sentry: configuration }: Configuration,
  tracing: () => Tracing | undefined,
  dropped: Dropped,
): LazySentry | undefined {
  if (!configuration) return undefined;
  const start = async () => {
    const { startSentry } = await import('./sentry/start-sentry.js');
    return startSentry({
      configuration,
      currentUserId: () => tracing()?.current()?.userId,
      dropped: (category, _reason, count) =>
        dropped(category === 'transaction' ? 'transactions' : 'errors', 'export_failed', count),
    });
  };
  return new LazySentry({ start, dropped });
}

async function processors(
  { sentry: configuration }: Configuration,
  { ratio, otlp }: TracesConfiguration,
  sentry: LazySentry | undefined,
  dropped: Dropped,
): Promise<SpanProcessor[]> {
  const { redactingProcessor } = await import('./tracing/redacting-processor.js');
  const result = [redactingProcessor];
  if (otlp) {
    const { SpanQueue } = await import('./tracing/span-queue.js');
    const exporter = async () => {
      const { createOtlpExporter } = await import('./tracing/otlp-exporter.js');
      return createOtlpExporter(otlp, (spans) => dropped('traces', 'refused', spans));
    };
    result.push(new SpanQueue({ exporter, dropped: (reason, count) => dropped('traces', reason, count) }));
  }
  if (sentry && configuration?.transactions) {
    const { Transactions } = await import('./sentry/transactions.js');
    const { Profiles } = await import('./sentry/profiles.js');
    const { Session } = await import('node:inspector');
    const { release, environment, profileRatio } = configuration;
    const profiles = new Profiles({
      // Of all requests, while only those that are recorded come here.
      ratio: ratio === 0 ? 0 : profileRatio / ratio,
      release,
      environment,
      openSession: () => new Session(),
      dropped: (reason, count) => dropped('profiles', reason, count),
    });
    result.push(
      new Transactions({
        send: (event, profile) => sentry.sendTransaction(event, profile),
        profiles,
        dropped: (reason, count) => dropped('transactions', reason, count),
        ratio,
      }),
    );
  }
  return result;
}
