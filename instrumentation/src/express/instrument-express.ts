import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Express } from 'express';
import { createHealthHandler, type HealthOptions } from '../health/health-handler.js';
import { createRequestRecorder } from '../http/request-recorder.js';
import type { Telemetry } from '../telemetry.js';
import { TelemetryError } from '../telemetry-error.js';
import { prepareRequest } from './prepare-request.js';
import { type Application, trackApplication } from './route-tracking.js';

export interface ExpressOptions extends HealthOptions {
  /**
   * Whether requests are given, before Express sees them, the properties that it sets on all of them; on Node 20 that
   * saves more CPU time than metrics cost. Default true.
   */
  readonly prepareRequests?: boolean;
}

/**
 * Metrics, `GET /api/health` and `GET /api/ready` for an Express 5 application. Routes may be added before or after;
 * other *applications* that are mounted in it have to be mounted after, or their requests count under the path of the mount.
 */
export function instrumentExpress<A extends Express>(
  app: A,
  telemetry: Telemetry,
  options: ExpressOptions = {},
): A {
  const application = app as unknown as Application;
  if (typeof application?.handle !== 'function' || typeof application.use !== 'function') {
    throw new TelemetryError('invalid-target', 'instrumentExpress was not given an Express application.', {
      fix: 'Pass what express() returns; for node:http servers there is instrumentHttpServer.',
    });
  }
  const health = createHealthHandler(telemetry, options);
  const recorder = createRequestRecorder(telemetry);
  const { enabled } = telemetry;
  const prepares = options.prepareRequests ?? true;
  if (enabled) trackApplication(application);
  const handle = application.handle;
  // Before any middleware, whenever it was added: what authentication or a body parser refuses has to be counted, too.
  application.handle = function instrumentedHandle(
    request: IncomingMessage,
    response: ServerResponse,
    done?: unknown,
  ): void {
    if (health.handle(request, response)) return;
    if (!enabled) {
      handle.call(this, request, response, done);
      return;
    }
    if (prepares) prepareRequest(request, response);
    recorder.record(request, response, () => handle.call(this, request, response, done));
  };
  if (enabled) {
    const { listen } = application;
    application.listen = function instrumentedListen(this: Application, ...values): Server {
      const server = listen.apply(this, values);
      recorder.watch(server);
      return server;
    };
  }
  return app;
}
