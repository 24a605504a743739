import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { abortedErrorType, abortedStatus, otherValue, unmatchedRoute } from '../contract/values.js';
import type { Telemetry } from '../telemetry.js';
import type { RequestTrace, TraceIds } from '../tracing/tracing.js';
import { methodLabel } from './method.js';
import { whenConnectionIsLost } from './pipelined.js';
import { type ServerEvents, watchServer } from './server-events.js';
import { whenUpgradeIsAnswered } from './upgrade.js';

/** What is known of a request in progress. */
export interface RequestRecord {
  readonly startMs: number;
  readonly method: string;
  /** Template of the route that answers; undefined until one matched. */
  route: string | undefined;
  /** Template of where the current router is mounted; '' at the root. */
  base: string;
  /** The path, as it was requested, of where the current router is mounted. */
  baseUrl: string;
  done: boolean;
  /** The first error that a handler threw or passed on. */
  error: unknown;
  /** Undefined where nobody wants traces. */
  readonly trace: RequestTrace | undefined;
}

type Outline = Pick<RequestRecord, 'startMs' | 'method' | 'route'>;

/** What is known of a request that was never parsed to its end. */
const refused = {
  method: otherValue,
  route: undefined,
  base: '',
  baseUrl: '',
  done: false,
  error: undefined,
  trace: undefined,
};

const recordKey = Symbol('attest.request');

interface Recorded {
  [recordKey]?: RequestRecord;
}

export function recordOf(request: object): RequestRecord | undefined {
  return (request as Recorded)[recordKey];
}

export interface RequestRecorder {
  /** Records the request once, when its response closes, and runs what answers it as part of its trace. */
  record(request: IncomingMessage, response: ServerResponse, answer: () => void): void;
  /** Records what a server answers without a request or a response. Done by itself with the first request of a server. */
  watch(server: Server): void;
}

export function createRequestRecorder(telemetry: Telemetry): RequestRecorder {
  const { lifecycle } = telemetry;
  const duration = telemetry.histogram('http_server_request_duration_seconds');
  const active = telemetry.gauge('http_server_active_requests');
  const none = {};
  active.inc(none, 0);
  let lastServer: unknown;

  // One function for all responses instead of a closure for each; an aborted one fires nothing but `close`.
  function onClose(this: ServerResponse): void {
    end(this);
  }

  const observe = (record: Outline, status: string, errorType: string, exemplar?: TraceIds): void =>
    duration.observe(
      {
        http_request_method: record.method,
        http_route: record.route ?? unmatchedRoute,
        http_response_status_code: status,
        error_type: errorType,
      },
      (performance.now() - record.startMs) / 1000,
      exemplar,
    );

  function end(response: ServerResponse): void {
    const record = (response as Recorded)[recordKey] as RequestRecord;
    if (record.done) return;
    record.done = true;
    const { method, route, trace, error } = record;
    const finished = response.writableFinished;
    const status = finished ? String(response.statusCode) : abortedStatus;
    const errorType = finished ? (response.statusCode >= 500 ? status : '') : abortedErrorType;
    // An error that became anything but a failure was an answer, and nobody has to be told.
    if (error !== undefined && errorType !== '') {
      telemetry.reportError(error, {
        handled: false,
        transaction: `${method} ${route ?? unmatchedRoute}`,
        trace: trace?.ids,
        userId: trace?.userId,
      });
    }
    const exemplar = trace?.sampled
      ? trace.end({ method, route, status: Number(status), errorType, error })
      : undefined;
    observe(record, status, errorType, exemplar);
    active.dec(none);
    lifecycle.end();
  }

  const events: ServerEvents = {
    refused: (status) => observe({ ...refused, startMs: performance.now() }, String(status), ''),
    upgraded(request, socket) {
      const record = { ...refused, startMs: performance.now(), method: methodLabel(request.method) };
      (request as Recorded)[recordKey] = record as RequestRecord;
      active.inc(none);
      lifecycle.begin();
      whenUpgradeIsAnswered(socket, (status) => {
        if (status === undefined) observe(record, abortedStatus, abortedErrorType);
        else observe(record, status, status >= '500' ? status : '');
        active.dec(none);
        lifecycle.end();
      });
    },
  };
  const watch = (server: Server): void => {
    lifecycle.addServer(server);
    watchServer(server, events);
  };

  return {
    watch,
    record(request, response, answer) {
      // An instrumented application that is mounted in another one is counted once, by the outer one.
      if (recordOf(request)) return answer();
      const { tracing } = telemetry;
      const method = methodLabel(request.method);
      const record: RequestRecord = {
        startMs: performance.now(),
        method,
        route: undefined,
        base: '',
        baseUrl: '',
        done: false,
        error: undefined,
        trace: tracing?.begin(request, method),
      };
      (request as Recorded)[recordKey] = record;
      (response as Recorded)[recordKey] = record;
      const { server } = request.socket as { server?: Server };
      if (server && server !== lastServer) {
        lastServer = server;
        watch(server);
      }
      active.inc(none);
      lifecycle.begin();
      // A connection that is kept alive would bring requests for as long as the process drains.
      if (lifecycle.draining) response.setHeader('connection', 'close');
      response.on('close', onClose);
      if (response.socket === null) whenConnectionIsLost(request.socket, response, end);
      if (tracing && record.trace) tracing.run(record.trace, answer);
      else answer();
    },
  };
}
