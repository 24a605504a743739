import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTelemetry } from '../start-telemetry.js';
import { quiet } from '../testing/serve.js';
import { instrumentWorker } from './instrument-worker.js';

const exporter = new InMemorySpanExporter();
beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(
    new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter } as never)] }),
  );
});
afterAll(() => {
  context.disable();
  trace.disable();
});

describe('the trace of an attempt', () => {
  it('is a new one each time, linked to whoever asked, and the context of the handler', async () => {
    const { run } = instrumentWorker(startTelemetry(quiet), { queue: 'webhooks' });
    const tracer = trace.getTracer('test');
    const asking = tracer.startSpan('POST /orders');
    const { traceId, spanId } = asking.spanContext();
    const job = { attemptsMade: 0, data: { traceparent: `00-${traceId}-${spanId}-01` } };
    let inside: string | undefined;
    const attempt = () =>
      run(job, async () => {
        await Promise.resolve();
        inside = trace.getActiveSpan()?.spanContext().traceId;
        throw new RangeError('fails');
      }).catch(() => {});
    // Even where the consumer itself runs inside of a span.
    await context.with(trace.setSpan(context.active(), asking), attempt);
    await attempt();
    const spans = exporter.getFinishedSpans().filter(({ name }) => name === 'process webhooks');
    expect(spans).toHaveLength(2);
    expect(inside).toBe(spans[1]?.spanContext().traceId);
    expect(new Set([traceId, ...spans.map((span) => span.spanContext().traceId)]).size).toBe(3);
    for (const span of spans) {
      expect(span.parentSpanContext).toBeUndefined();
      expect(span.links.map((link) => link.context.spanId)).toEqual([spanId]);
      expect(span.attributes['error.type']).toBe('RangeError');
    }
  });
});
