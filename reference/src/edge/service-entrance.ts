import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { monotonicMs } from '../clock.js';
import { answerError, forward, type Outcome } from '../proxy/forward.js';
import { collectBody } from '../proxy/request-body.js';
import { responseTimeoutMs } from './edge-config.js';
import type { EdgeMetrics } from './edge-metrics.js';
import type { Origin } from './origin.js';
import { type TrafficSplit, trackHeader } from './traffic-split.js';

/** The newest answer with success, and who gave it. */
export interface LastSuccess {
  readonly region: string;
  readonly monotonicMs: number;
}

/** One service's public listener: every request goes to the one active origin, or is refused at once. */
export class ServiceEntrance {
  readonly server: Server;
  lastSuccess: LastSuccess | undefined;

  constructor(
    private readonly service: string,
    /** The origin that DNS names now; `undefined` before the first answer. */
    private readonly activeOrigin: () => Origin | undefined,
    private readonly split: TrafficSplit,
    private readonly metrics: EdgeMetrics,
  ) {
    this.server = createServer((request, response) => this.#serve(request, response));
    this.server.keepAliveTimeout = 65_000;
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const startedMs = monotonicMs();
    collectBody(request, (body) => {
      const origin = this.activeOrigin();
      const answerHeaders: Record<string, string> = origin ? { 'x-attest-origin': origin.region } : {};
      const onEnd = (outcome: Outcome) => this.#count(request, origin, startedMs, outcome);
      if (body === 'too-large') {
        const outcome = { status: 413, errorType: 'request_too_large', answeredByUpstream: false } as const;
        answerError(response, outcome.status, outcome.errorType, answerHeaders);
        onEnd(outcome);
      } else if (origin === undefined || !origin.healthy) {
        const outcome = { status: 503, errorType: 'unavailable', answeredByUpstream: false } as const;
        answerError(response, outcome.status, outcome.errorType, answerHeaders);
        onEnd(outcome);
      } else {
        const { pool: dispatcher, url } = origin;
        const timeoutMs = responseTimeoutMs;
        const addedHeaders = [trackHeader, this.split.next()];
        forward(request, response, {
          dispatcher,
          origin: url,
          body,
          timeoutMs,
          addedHeaders,
          answerHeaders,
          onEnd,
        });
      }
    });
  }

  #count(request: IncomingMessage, origin: Origin | undefined, startedMs: number, outcome: Outcome): void {
    const nowMs = monotonicMs();
    const { status, errorType, answeredByUpstream } = outcome;
    if (origin && answeredByUpstream && status < 400) {
      this.lastSuccess = { region: origin.region, monotonicMs: nowMs };
    }
    // A client that left says nothing about the origin.
    if (errorType !== 'client_closed') origin?.recent.count(nowMs, status >= 500);
    this.metrics.request({
      service: this.service,
      origin: origin?.region ?? 'none',
      method: request.method ?? '_OTHER',
      status,
      errorType: errorType ?? (status >= 500 ? String(status) : undefined),
      seconds: (nowMs - startedMs) / 1000,
    });
  }
}
