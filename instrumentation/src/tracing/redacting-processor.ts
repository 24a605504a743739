import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { redactAttributes } from '../redaction/redact-attributes.js';

/** Comes before every processor that lets spans out. */
export const redactingProcessor: SpanProcessor = {
  onStart() {},
  onEnd(span) {
    redactAttributes(span.attributes);
    for (const { attributes } of span.events) if (attributes) redactAttributes(attributes);
  },
  async forceFlush() {},
  async shutdown() {},
};
