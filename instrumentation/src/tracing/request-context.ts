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
import type { RequestEnd, RequestTrace, TraceIds } from './tracing.js';

/** Found out from the API itself, which keeps it to itself. */
export const spanKey = keyOf((context) => trace.setSpan(context, trace.wrapSpanContext({} as SpanContext)));

/** Under which every context of a request has the request's own. */
export const requestKey = Symbol('attest.request');

const ids = new RandomIdGenerator();

/** What all requests of a process share. */
export interface RequestContextShared {
  /** The context with what the headers of a request say beside its trace (baggage). */
  extract(headers: IncomingMessage['headers']): Context;
  end(span: Span, end: RequestEnd, userId: string | undefined): void;
}

/**
 * The OpenTelemetry context of a request. Nine of ten requests are not recorded, and most of those call nobody who would
 * have to be told so: their ids, their (non-recording) span and their baggage come into being when somebody asks for them.
 */
export class RequestContext implements RequestTrace {
  readonly sampled: boolean;
  userId: string | undefined = undefined;
  readonly #shared: RequestContextShared;
  readonly #request: IncomingMessage;
  readonly #parent: SpanContext | undefined;
  #span: Span | undefined;

  constructor(
    shared: RequestContextShared,
    request: IncomingMessage,
    parent: SpanContext | undefined,
    span: Span | undefined,
  ) {
    this.#shared = shared;
    this.#request = request;
    this.#parent = parent;
    this.#span = span;
    this.sampled = span !== undefined;
  }

  get span(): Span {
    this.#span ??= unrecordedSpan(this.#parent, this.#request);
    return this.#span;
  }

  get ids(): TraceIds {
    const { traceId, spanId } = this.span.spanContext();
    return { trace_id: traceId, span_id: spanId };
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

  end(end: RequestEnd): void {
    if (this.sampled) this.#shared.end(this.span, end, this.userId);
  }

  #extracted(): Context {
    const { headers } = this.#request;
    return headers.baggage === undefined ? ROOT_CONTEXT : this.#shared.extract(headers);
  }

  #eager(): Context {
    return trace.setSpan(this.#extracted(), this.span).setValue(requestKey, this);
  }
}

function unrecordedSpan(parent: SpanContext | undefined, request: IncomingMessage): Span {
  return trace.wrapSpanContext({
    traceId: parent?.traceId ?? ids.generateTraceId(),
    spanId: ids.generateSpanId(),
    traceFlags: TraceFlags.NONE,
    ...(parent ? traceState(request) : {}),
  });
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
