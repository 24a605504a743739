import type { HrTime } from '@opentelemetry/api';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Event } from '@sentry/node';
import type { DropReason } from '../metrics/metric-store.js';
import type { SentProfile } from './profile.js';
import type { Profiles } from './profiles.js';

export interface TransactionOptions {
  readonly send: (event: Event, profile: SentProfile | undefined) => void;
  readonly profiles: Profiles | undefined;
  readonly dropped: (reason: DropReason, count: number) => void;
  /** Share of the traces that are recorded, which Sentry needs to extrapolate. */
  readonly ratio: number;
}

/** Traces whose first span has not ended yet, and spans of one trace; more are dropped and counted. */
const maximumTraces = 500;
const maximumSpans = 200;

/**
 * Makes Sentry's transactions of the spans that exist anyway: the SERVER or CONSUMER span becomes the transaction, with its own
 * ids, and what ended below it in this process its spans. So there is one span and one `traceparent`, whoever looks at them.
 */
export class Transactions implements SpanProcessor {
  readonly #options: TransactionOptions;
  readonly #open = new Map<string, ReadableSpan[]>();

  constructor(options: TransactionOptions) {
    this.#options = options;
  }

  onStart(span: ReadableSpan & { spanContext(): { traceId: string; spanId: string } }): void {
    if (!isLocalRoot(span)) return;
    if (this.#open.size < maximumTraces) this.#open.set(key(span), []);
    this.#options.profiles?.start(span);
  }

  onEnd(span: ReadableSpan): void {
    if (!isLocalRoot(span)) {
      this.#addChild(span);
      return;
    }
    const children = this.#open.get(key(span));
    this.#open.delete(key(span));
    const profile = this.#options.profiles?.end(span);
    this.#options.send(transactionOf(span, children ?? [], this.#options.ratio), profile);
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {
    this.#open.clear();
  }

  /** Spans of one trace that have several roots in this process go to the one begun first. */
  #addChild(span: ReadableSpan): void {
    const children = this.#open.get(key(span));
    if (children && children.length < maximumSpans) children.push(span);
    else this.#options.dropped('queue_full', 1);
  }
}

function isLocalRoot({ kind, parentSpanContext }: ReadableSpan): boolean {
  if (kind === SpanKind.SERVER || kind === SpanKind.CONSUMER) return true;
  return parentSpanContext === undefined || parentSpanContext.isRemote === true;
}

function key(span: ReadableSpan): string {
  return span.spanContext().traceId;
}

const operations: Record<SpanKind, string> = {
  [SpanKind.SERVER]: 'http.server',
  [SpanKind.CLIENT]: 'http.client',
  [SpanKind.CONSUMER]: 'queue.process',
  [SpanKind.PRODUCER]: 'queue.publish',
  [SpanKind.INTERNAL]: 'default',
};

function transactionOf(span: ReadableSpan, children: readonly ReadableSpan[], ratio: number): Event {
  const { traceId } = span.spanContext();
  const id = span.attributes['user.id'];
  return {
    type: 'transaction',
    transaction: span.name,
    transaction_info: { source: span.attributes['http.route'] === undefined ? 'custom' : 'route' },
    start_timestamp: seconds(span.startTime),
    timestamp: seconds(span.endTime),
    contexts: { trace: spanJson(span) },
    spans: children.map(spanJson) as NonNullable<Event['spans']>,
    ...(typeof id === 'string' ? { user: { id } } : {}),
    sdkProcessingMetadata: {
      dynamicSamplingContext: { trace_id: traceId, sample_rate: String(ratio), sampled: 'true' },
    },
  } as Event;
}

function spanJson(span: ReadableSpan) {
  const { traceId, spanId } = span.spanContext();
  const { attributes } = span;
  const system = attributes['db.system.name'] ?? attributes['db.system'];
  return {
    trace_id: traceId,
    span_id: spanId,
    ...(span.parentSpanContext ? { parent_span_id: span.parentSpanContext.spanId } : {}),
    op: system === undefined ? operations[span.kind] : 'db',
    description: span.name,
    origin: 'auto.attest',
    status: span.status.code === SpanStatusCode.ERROR ? 'internal_error' : 'ok',
    start_timestamp: seconds(span.startTime),
    timestamp: seconds(span.endTime),
    data: attributes,
  };
}

function seconds([whole, nanoseconds]: HrTime): number {
  return whole + nanoseconds / 1e9;
}
