import { requestBuckets } from './buckets.js';
import type { MetricFamily } from './definition.js';

export const http = {
  http_server_request_duration_seconds: {
    type: 'histogram',
    unit: 'seconds',
    labels: ['http_request_method', 'http_route', 'http_response_status_code', 'error_type'],
    buckets: requestBuckets,
    help: 'Duration of HTTP server requests; an aborted request has status 499.',
    producer: 'http',
  },
  http_server_active_requests: {
    type: 'gauge',
    unit: 'count',
    labels: [],
    help: 'HTTP server requests in flight.',
    producer: 'http',
  },
} as const satisfies MetricFamily;
