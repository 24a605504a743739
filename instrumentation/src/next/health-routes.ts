import { createReadiness, type Readiness, type ReadinessOptions } from '../health/readiness.js';
import { sharedTelemetry } from './shared-telemetry.js';

type Route = () => Promise<Response>;

/** `GET` of `app/api/health/route.ts`: 200 as long as the process can answer at all. Not part of the request metrics. */
export const healthRoute: Route = async () => {
  const { service, version, revision } = sharedTelemetry()?.telemetry.resource ?? {};
  return answer(200, { status: 'ok', service, version, revision });
};

/** `GET` of `app/api/ready/route.ts`: 200 while every dependency answers, else 503. Not part of the request metrics. */
export function readyRoute(
  checks: NonNullable<ReadinessOptions['checks']> = {},
  options: Pick<ReadinessOptions, 'timeoutSeconds' | 'cacheSeconds'> = {},
): Route {
  const readiness: Readiness = createReadiness({
    ...options,
    checks,
    draining: () => sharedTelemetry()?.telemetry.lifecycle.draining ?? false,
  });
  return async () => {
    const report = await readiness.read();
    return answer(report.status === 'ready' ? 200 : 503, report);
  };
}

function answer(status: number, body: object): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}
