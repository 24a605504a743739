import { sharedTelemetry } from './shared-telemetry.js';

/** The parts of what Next.js tells about the request that are used. Source: Next.js 15, `instrumentation.js`, onRequestError. */
export interface FailedRequest {
  readonly path: string;
  readonly method: string;
}

export interface FailedRoute {
  /** Template, e.g. `/app/orders/[id]/route`. */
  readonly routePath: string;
  readonly routeType: 'render' | 'route' | 'action' | 'proxy' | 'middleware';
}

/** Reports what a page, a route, an action or middleware threw. */
export async function onRequestError(
  error: unknown,
  request: FailedRequest,
  { routePath, routeType }: FailedRoute,
): Promise<void> {
  const shared = sharedTelemetry();
  if (!shared) return;
  shared.telemetry.reportError(error, {
    handled: false,
    transaction: `${request.method} ${routePath}`,
    tags: { 'next.route.type': routeType },
  });
  // Next.js keeps a function awake until this has settled.
  if (shared.freezes) await shared.telemetry.flush();
}
