import { abortedErrorType, abortedStatus, otherValue } from '../contract/values.js';
import { methodLabel } from '../http/method.js';
import type { Telemetry } from '../telemetry.js';
import { TelemetryError } from '../telemetry-error.js';
import { type BodyEnd, measuredResponse } from './measured-response.js';
import { statusOfThrown } from './next-errors.js';
import { type Shared, sharedTelemetry } from './shared-telemetry.js';
import { keepAwakeFor } from './wait-until.js';

/**
 * A route handler that is counted under its template. What it takes, returns and throws stays the same, also `redirect()` and
 * `notFound()`; the duration lasts until the body has been sent; a client that goes away first is counted as 499.
 */
export function withTelemetry<A extends unknown[], R>(
  route: string,
  handler: (...values: A) => R | Promise<R>,
): (...values: A) => Promise<R> {
  if (typeof route !== 'string' || !route.startsWith('/') || typeof handler !== 'function') {
    throw new TelemetryError('invalid-target', 'withTelemetry was not given a route and its handler.', {
      fix: "Write: export const GET = withTelemetry('/api/orders/[id]', async (request) => …).",
    });
  }
  return async (...values) => {
    const shared = sharedTelemetry();
    if (!shared?.telemetry.enabled) return handler(...values);
    const request = values[0] as Partial<Request> | undefined;
    const end = beginRequest(shared, route, request);
    try {
      const response = await handler(...values);
      if (!(response instanceof Response)) {
        // Next.js answers 500 for it.
        end('500');
        return response;
      }
      const status = String(response.status);
      if (request?.method === 'HEAD') {
        end(status);
        return response;
      }
      const statuses: Readonly<Record<BodyEnd, string>> = {
        complete: status,
        cancelled: abortedStatus,
        failed: '500',
      };
      return measuredResponse(response, (how) => end(statuses[how])) as R;
    } catch (error) {
      end(String(statusOfThrown(error)));
      throw error;
    }
  };
}

/** Returns the function that records the end; what comes after the first end is ignored. */
function beginRequest(
  { telemetry, freezes }: Shared,
  route: string,
  request: Partial<Request> | undefined,
): (status: string) => void {
  const { duration, active } = instrumentsOf(telemetry);
  const startMs = performance.now();
  const method = request?.method === undefined ? otherValue : methodLabel(request.method);
  let done = false;
  let ended: () => void = () => {};
  const end = (status: string): void => {
    if (done) return;
    done = true;
    request?.signal?.removeEventListener('abort', aborted);
    duration.observe(
      {
        http_request_method: method,
        http_route: route,
        http_response_status_code: status,
        error_type: status === abortedStatus ? abortedErrorType : status >= '500' ? status : '',
      },
      (performance.now() - startMs) / 1000,
    );
    active.dec({});
    telemetry.lifecycle.end();
    ended();
  };
  const aborted = (): void => end(abortedStatus);
  active.inc({});
  telemetry.lifecycle.begin();
  request?.signal?.addEventListener('abort', aborted, { once: true });
  if (freezes) {
    const sent = new Promise<void>((resolve) => {
      ended = resolve;
    }).then(() => telemetry.flush());
    keepAwakeFor(sent);
  }
  return end;
}

const known = new WeakMap<Telemetry, ReturnType<typeof createInstruments>>();

function instrumentsOf(telemetry: Telemetry): ReturnType<typeof createInstruments> {
  let instruments = known.get(telemetry);
  if (!instruments) {
    instruments = createInstruments(telemetry);
    known.set(telemetry, instruments);
  }
  return instruments;
}

function createInstruments(telemetry: Telemetry) {
  return {
    duration: telemetry.histogram('http_server_request_duration_seconds'),
    active: telemetry.gauge('http_server_active_requests'),
  };
}
