import { context, propagation } from '@opentelemetry/api';

/**
 * The context of the current span, to be put into a job's data: `queue.add('resize', { …data, ...currentTraceparent() })`.
 * `instrumentWorker` finds it there. Empty where there is no trace.
 */
export function currentTraceparent(): { readonly traceparent?: string } {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent === undefined ? {} : { traceparent: carrier.traceparent };
}
