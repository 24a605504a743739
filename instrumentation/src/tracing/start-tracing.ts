import { randomUUID } from 'node:crypto';
import { context, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  CompositePropagator,
  parseTraceParent,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Resource } from '../configuration/options.js';
import { TelemetryError } from '../telemetry-error.js';
import { decided, headSampler } from './head-sampler.js';
import { RequestContext, type RequestContextShared, requestKey, traceState } from './request-context.js';
import { endServerSpan, FinishedServerSpan, requestAttributes } from './server-span.js';
import type { RequestTrace, Tracing } from './tracing.js';

export interface TracingOptions {
  readonly resource: Resource;
  readonly resourceAttributes: ReadonlyMap<string, string>;
  /** Share of the traces begun here that are recorded. */
  readonly ratio: number;
  readonly processors: readonly SpanProcessor[];
  /** Whether a processor has to know of a request when it begins, and not only when it ended. */
  readonly spansFromStart: boolean;
  /** A span could not be begun or ended. */
  readonly failed: () => void;
  /** From 0 up to 1. Default: Math.random. */
  readonly random?: () => number;
}

const sampledFlag = 1;

/**
 * The OpenTelemetry SDK, registered globally: what a service or a library records through `@opentelemetry/api` nests below
 * the span of its request. Throws `traces-already-registered` where somebody else's SDK is.
 */
export function startTracing(options: TracingOptions): Tracing {
  const { ratio, processors, spansFromStart, failed, random = Math.random } = options;
  const resource = sdkResource(options);
  const provider = new TracerProvider({
    resource,
    sampler: headSampler(ratio),
    spanProcessors: [...processors],
  });
  const contexts = new AsyncLocalStorageContextManager();
  const baggage = new W3CBaggagePropagator();
  register(provider, contexts, baggage);
  const origin = { resource, instrumentationScope: { name: '@attest/instrumentation' } };
  const tracer = provider.getTracer(origin.instrumentationScope.name);
  const recorded = decided(ROOT_CONTEXT);
  const getter = {
    get: (headers: Record<string, string | string[] | undefined>, key: string) => headers[key],
    keys: Object.keys,
  };
  const shared: RequestContextShared = {
    extract: (headers) => baggage.extract(ROOT_CONTEXT, headers, getter),
    begin({ request, method, parent }, startTime) {
      try {
        const attributes = requestAttributes(request, method);
        return tracer.startSpan(
          method,
          { kind: SpanKind.SERVER, attributes, startTime },
          parent ? trace.setSpanContext(recorded, parent) : recorded,
        );
      } catch {
        failed();
        return undefined;
      }
    },
    end(...values) {
      try {
        endServerSpan(...values);
      } catch {
        failed();
      }
    },
    endUnasked(...values) {
      try {
        const span = new FinishedServerSpan(origin, ...values);
        for (const processor of processors) processor.onEnd(span);
      } catch {
        failed();
      }
    },
  };

  return {
    begin(request, method) {
      const { traceparent } = request.headers;
      const caller = typeof traceparent === 'string' ? parseTraceParent(traceparent) : null;
      const sampled = caller ? (caller.traceFlags & sampledFlag) !== 0 : random() < ratio;
      const parent = sampled && caller ? { ...caller, isRemote: true, ...traceState(request) } : caller;
      const begun = new RequestContext(shared, { request, method, parent: parent ?? undefined, sampled });
      if (sampled && spansFromStart) void begun.span;
      return begun;
    },
    run: (active, call) => contexts.with(active, call),
    current: () => contexts.active().getValue(requestKey) as RequestTrace | undefined,
    activeIds() {
      const span = trace.getSpanContext(contexts.active());
      if (!span) return undefined;
      return {
        trace_id: span.traceId,
        span_id: span.spanId,
        sampled: (span.traceFlags & sampledFlag) !== 0,
      };
    },
    flush: () => provider.forceFlush(),
    async shutdown() {
      await provider.shutdown();
      unregister();
      contexts.disable();
    },
  };
}

function register(
  provider: TracerProvider,
  contexts: AsyncLocalStorageContextManager,
  baggage: W3CBaggagePropagator,
): void {
  if (!trace.setGlobalTracerProvider(provider)) {
    throw new TelemetryError(
      'traces-already-registered',
      'Another OpenTelemetry SDK records traces already.',
      {
        fix: 'Remove it, or pass traces: false, so that no request gets two spans.',
      },
    );
  }
  // Left over from a library that registered no provider, these would keep contexts apart from ours.
  context.disable();
  propagation.disable();
  context.setGlobalContextManager(contexts.enable());
  propagation.setGlobalPropagator(
    new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), baggage] }),
  );
}

function unregister(): void {
  trace.disable();
  context.disable();
  propagation.disable();
}

function sdkResource({ resource, resourceAttributes }: TracingOptions) {
  const { service, version, revision, region, environment } = resource;
  return defaultResource().merge(
    resourceFromAttributes({
      'service.instance.id': randomUUID(),
      ...Object.fromEntries(resourceAttributes),
      'service.name': service,
      'service.version': version,
      'vcs.ref.head.revision': revision,
      'cloud.region': region,
      'deployment.environment.name': environment,
    }),
  );
}
