import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createHealthHandler, type HealthOptions } from '../health/health-handler.js';
import type { Telemetry } from '../telemetry.js';
import { createRequestRecorder, recordOf } from './request-recorder.js';

export interface HttpServerOptions extends HealthOptions {
  /** Template of the route of a request, e.g. `/orders/:id`; undefined = `unmatched`. Never the path itself. */
  readonly route?: (request: IncomingMessage) => string | undefined;
}

/** Metrics and health for a plain node:http server, whose request listeners are not called for health requests. */
export function instrumentHttpServer<S extends Server>(
  server: S,
  telemetry: Telemetry,
  options: HttpServerOptions = {},
): S {
  const health = createHealthHandler(telemetry, options);
  const recorder = createRequestRecorder(telemetry);
  if (telemetry.enabled) recorder.watch(server);
  else telemetry.lifecycle.addServer(server);
  const emit = server.emit as (event: string, ...values: unknown[]) => boolean;
  server.emit = function instrumentedEmit(this: S, event: string, ...values: unknown[]): boolean {
    if (event === 'request') {
      const [request, response] = values as unknown as [IncomingMessage, ServerResponse];
      if (health.handle(request, response)) return true;
      if (telemetry.enabled) {
        recorder.record(request, response, () => {
          if (options.route) setRoute(request, options.route(request));
          emit.call(this, event, ...values);
        });
        return true;
      }
    }
    return emit.call(this, event, ...values);
  } as S['emit'];
  return server;
}

/** Says which route answers a request, for routers that Attest does not know. */
export function setRoute(request: IncomingMessage, template: string | undefined): void {
  const record = recordOf(request);
  if (record) record.route = template;
}
