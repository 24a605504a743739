import { requestBuckets } from './buckets.js';
import type { MetricFamily } from './definition.js';

// `service` is the one that was asked for: the edge speaks for those that cannot.
export const edge = {
  edge_request_duration_seconds: {
    type: 'histogram',
    unit: 'seconds',
    labels: ['service', 'origin', 'http_request_method', 'http_response_status_code', 'error_type'],
    buckets: requestBuckets,
    help: 'Requests as clients of the edge see them: the availability SLI, because a dead server emits no 5xx.',
    producer: 'edge',
  },
  edge_origin_healthy: {
    type: 'gauge',
    unit: 'state',
    labels: ['service', 'origin'],
    help: '1 while the origin passes its health checks, else 0.',
    producer: 'edge',
  },
} as const satisfies MetricFamily;
