import { requestBuckets } from './buckets.js';
import type { MetricFamily } from './definition.js';

export const httpClient = {
  http_client_request_duration_seconds: {
    type: 'histogram',
    unit: 'seconds',
    labels: ['http_request_method', 'server_address', 'http_response_status_code', 'error_type'],
    buckets: requestBuckets,
    help: 'Time until an outgoing HTTP request was answered; without a status it was not.',
    producer: 'http-client',
  },
} as const satisfies MetricFamily;
