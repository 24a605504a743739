import type { IncomingMessage } from 'node:http';
import {
  type Attributes,
  type HrTime,
  type Link,
  type Span,
  type SpanContext,
  SpanKind,
  type SpanStatus,
  SpanStatusCode,
} from '@opentelemetry/api';
import { millisToHrTime } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { otherValue } from '../contract/values.js';
import { redactText } from '../redaction/redact-text.js';
import type { RequestEnd } from './tracing.js';

/**
 * Attributes of OpenTelemetry's semantic conventions for HTTP servers (v1.29), without the query, the client's address, its
 * user agent and its headers: nobody needs these by default, and all of them can tell who somebody is.
 */
export function requestAttributes(request: IncomingMessage, method: string): Attributes {
  const url = request.url ?? '/';
  const query = url.indexOf('?');
  const attributes: Attributes = {
    'http.request.method': method,
    'url.path': query === -1 ? url : url.slice(0, query),
    'url.scheme': 'encrypted' in request.socket ? 'https' : 'http',
    'network.protocol.version': request.httpVersion,
  };
  if (method === otherValue) attributes['http.request.method_original'] = request.method ?? '';
  return attributes;
}

/** What is known of a recorded request when nobody has asked for its span. */
export interface UnaskedSpan {
  readonly request: IncomingMessage;
  readonly spanContext: SpanContext;
  readonly parent: SpanContext | undefined;
  /** On the clock of `performance.now()`. */
  readonly startMs: number;
}

/** What all spans of requests have in common. */
export type SpanOrigin = Pick<ReadableSpan, 'resource' | 'instrumentationScope'>;

/** The span as processors get it from the SDK when it ended. A class: V8 takes 50 times as long for a literal of so many fields with a spread. */
export class FinishedServerSpan implements ReadableSpan {
  readonly name: string;
  readonly kind = SpanKind.SERVER;
  readonly parentSpanContext?: SpanContext;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly duration: HrTime;
  readonly status: SpanStatus;
  readonly attributes: Attributes;
  readonly links: Link[] = [];
  readonly events: ReadableSpan['events'] = [];
  readonly ended = true;
  readonly resource: ReadableSpan['resource'];
  readonly instrumentationScope: ReadableSpan['instrumentationScope'];
  readonly droppedAttributesCount = 0;
  readonly droppedEventsCount = 0;
  readonly droppedLinksCount = 0;
  readonly #spanContext: SpanContext;

  constructor(origin: SpanOrigin, unasked: UnaskedSpan, end: RequestEnd, userId: string | undefined) {
    const endMs = Date.now();
    const durationMs = performance.now() - unasked.startMs;
    this.name = serverSpanName(end);
    if (unasked.parent) this.parentSpanContext = unasked.parent;
    this.startTime = millisToHrTime(endMs - durationMs);
    this.endTime = millisToHrTime(endMs);
    this.duration = millisToHrTime(durationMs);
    this.status = { code: end.errorType === '' ? SpanStatusCode.UNSET : SpanStatusCode.ERROR };
    this.attributes = requestAttributes(unasked.request, end.method);
    addEndAttributes(this.attributes, end, userId);
    this.resource = origin.resource;
    this.instrumentationScope = origin.instrumentationScope;
    this.#spanContext = unasked.spanContext;
  }

  spanContext(): SpanContext {
    return this.#spanContext;
  }
}

export function endServerSpan(span: Span, end: RequestEnd, userId: string | undefined): void {
  const { errorType, error } = end;
  span.updateName(serverSpanName(end));
  const attributes: Attributes = {};
  addEndAttributes(attributes, end, userId);
  span.setAttributes(attributes);
  if (errorType !== '') span.setStatus({ code: SpanStatusCode.ERROR });
  if (error instanceof Error) {
    span.recordException({
      name: error.name,
      message: redactText(error.message),
      ...(error.stack === undefined ? {} : { stack: redactText(error.stack) }),
    });
  }
  // The same clock as its start, which was before the span was asked for.
  span.end(performance.now());
}

function serverSpanName({ method, route }: RequestEnd): string {
  return route === undefined ? method : `${method} ${route}`;
}

function addEndAttributes(
  attributes: Attributes,
  { route, status, errorType }: RequestEnd,
  userId: string | undefined,
): void {
  attributes['http.response.status_code'] = status;
  if (route !== undefined) attributes['http.route'] = route;
  if (userId !== undefined) attributes['user.id'] = userId;
  if (errorType !== '') attributes['error.type'] = errorType;
}
