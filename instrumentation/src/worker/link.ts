import { isSpanContextValid, type Link, type SpanContext } from '@opentelemetry/api';

/** The span that asked for a job, as a link: an attempt may come hours later and many times, so it is a trace of its own. */
export function linkTo(traceparent: string | undefined): Link[] {
  const context = parseTraceparent(traceparent);
  return context ? [{ context }] : [];
}

/** Source: W3C Trace Context, "traceparent Header"; versions after 00 may append to it. */
function parseTraceparent(text: string | undefined): SpanContext | undefined {
  const [, version, traceId = '', spanId = '', flags = ''] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/.exec(text ?? '') ?? [];
  if (version === undefined || version === 'ff') return undefined;
  const context = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(context) ? context : undefined;
}
