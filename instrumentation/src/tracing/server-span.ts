import type { IncomingMessage } from 'node:http';
import { type Attributes, type Span, SpanStatusCode } from '@opentelemetry/api';
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

export function endServerSpan(span: Span, end: RequestEnd, userId: string | undefined): void {
  const { method, route, status, errorType, error } = end;
  span.setAttribute('http.response.status_code', status);
  if (route !== undefined) {
    span.updateName(`${method} ${route}`);
    span.setAttribute('http.route', route);
  }
  if (userId !== undefined) span.setAttribute('user.id', userId);
  if (errorType !== '') {
    span.setAttribute('error.type', errorType);
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  if (error instanceof Error) {
    span.recordException({
      name: error.name,
      message: redactText(error.message),
      ...(error.stack === undefined ? {} : { stack: redactText(error.stack) }),
    });
  }
  span.end();
}
