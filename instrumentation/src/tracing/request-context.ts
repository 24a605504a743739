import type { IncomingMessage } from 'node:http';
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { TraceState } from '@opentelemetry/core';
import { RandomIdGenerator } from '@opentelemetry/sdk-trace';
import type { UnaskedSpan } from './server-span.js';
import type { RequestEnd, RequestTrace, TraceIds } from './tracing.js';

/** Found out from the API itself, which keeps it to itself. */
const spanKey = keyOf((context) => trace.setSpan(context, trace.wrapSpanContext({} as SpanContext)));

/** Under which every context of a request has the request's own. */
export const requestKey = Symbol('attest.request');

const ids = new RandomIdGenerator();

/** What all requests of a process share. */
export interface RequestContextShared {
  /** The context with what the headers of a request say beside its trace (baggage). */
  extract(headers: IncomingMessage['headers']): Context;
  /** Undefined where it could not be begun. */
  begin(begun: BegunRequest, startMs: number): Span | undefined;
  end(span: Span, end: RequestEnd, userId: string | undefined): void;
  endUnasked(unasked: UnaskedSpan, end: RequestEnd, userId: string | undefined): void;
}

export interface BegunRequest {
  readonly request: IncomingMessage;
  readonly method: string;
  readonly parent: SpanContext | undefined;
  readonly sampled: boolean;
}

/**
 * The OpenTelemetry context of a request. Nine of ten requests are not recorded, and most of all call nobody who would have to
 * be told of them: their ids, their span and their baggage come into being when somebody asks for them. A recorded request
 * whose span nobody has asked for is handed to the processors as it ended.
 */
export class RequestContext implements RequestTrace {
  readonly sampled: boolean;
  userId: string | undefined = undefined;
  readonly #shared: RequestContextShared;
  readonly #begun: BegunRequest;
  readonly #startMs: number;
  #span: Span | undefined;

  constructor(shared: RequestContextShared, begun: BegunRequest) {
    this.#shared = shared;
    this.#begun = begun;
    this.sampled = begun.sampled;
    this.#startMs = begun.sampled ? performance.now() : 0;
  }

  get span(): Span {
    this.#span ??= this.#recordedSpan() ?? unrecordedSpan(this.#begun);
    return this.#span;
  }

  get ids(): TraceIds {
    return idsOf(this.span.spanContext());
  }

  getValue(key: symbol): unknown {
    if (key === spanKey) return this.span;
    if (key === requestKey) return this;
    return this.#extracted().getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return this.#eager().setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    return this.#eager().deleteValue(key);
  }

  end(end: RequestEnd): TraceIds | undefined {
    if (!this.sampled) return undefined;
    // What was thrown is an event of the span, which is for the SDK to write down.
    if (this.#span || end.error !== undefined) {
      const { span } = this;
      if (!span.isRecording()) return undefined;
      this.#shared.end(span, end, this.userId);
      return this.ids;
    }
    const { request, parent } = this.#begun;
    const spanContext = newSpanContext(this.#begun, TraceFlags.SAMPLED);
    // For those who ask when the request has ended.
    this.#span = trace.wrapSpanContext(spanContext);
    this.#shared.endUnasked({ request, parent, spanContext, startMs: this.#startMs }, end, this.userId);
    return idsOf(spanContext);
  }

  #recordedSpan(): Span | undefined {
    return this.sampled ? this.#shared.begin(this.#begun, this.#startMs) : undefined;
  }

  #extracted(): Context {
    const { headers } = this.#begun.request;
    return headers.baggage === undefined ? ROOT_CONTEXT : this.#shared.extract(headers);
  }

  #eager(): Context {
    return trace.setSpan(this.#extracted(), this.span).setValue(requestKey, this);
  }
}

function unrecordedSpan(begun: BegunRequest): Span {
  return trace.wrapSpanContext(newSpanContext(begun, TraceFlags.NONE));
}

function newSpanContext({ request, parent }: BegunRequest, traceFlags: TraceFlags): SpanContext {
  return {
    traceId: parent?.traceId ?? ids.generateTraceId(),
    spanId: ids.generateSpanId(),
    traceFlags,
    ...(parent ? traceState(request) : {}),
  };
}

function idsOf({ traceId, spanId }: SpanContext): TraceIds {
  return { trace_id: traceId, span_id: spanId };
}

/** The callers' `tracestate`, which is passed on unchanged. */
export function traceState(request: IncomingMessage): Pick<SpanContext, 'traceState'> {
  const { tracestate } = request.headers;
  return typeof tracestate === 'string' ? { traceState: new TraceState(tracestate) } : {};
}

function keyOf(set: (context: Context) => unknown): symbol {
  let found: symbol | undefined;
  const probe: Context = {
    getValue: () => undefined,
    setValue: (key) => {
      found = key;
      return probe;
    },
    deleteValue: () => probe,
  };
  set(probe);
  return found as symbol;
}
