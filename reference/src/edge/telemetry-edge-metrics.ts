import type { Telemetry } from '@attest/instrumentation';
import type { EdgeMetrics } from './edge-metrics.js';

/** Requests at the edge are about the service that was asked, so they carry its name and not the edge's. */
export function telemetryEdgeMetrics(telemetry: Telemetry): EdgeMetrics {
  const duration = telemetry.histogram('edge_request_duration_seconds');
  const health = telemetry.gauge('edge_origin_healthy');
  return {
    request({ service, origin, method, status, errorType, seconds }) {
      const labels = {
        service,
        origin,
        http_request_method: methods.has(method) ? method : '_OTHER',
        http_response_status_code: String(status),
        error_type: errorType ?? '',
      };
      duration.observe(labels, seconds);
    },
    originHealthy: (service, origin, healthy) => health.set({ service, origin }, healthy ? 1 : 0),
  };
}

/** Source: OpenTelemetry semantic conventions, `http.request.method`; anything else is `_OTHER`. */
const methods = new Set(['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE']);
