import { createServer, type Server } from 'node:http';
import { Pool } from 'undici';
import { trackHeader } from '../edge/traffic-split.js';
import { answerError, forward, type Outcome } from '../proxy/forward.js';
import { collectBody } from '../proxy/request-body.js';
import { Balancer } from './balancer.js';
import type { Availability } from './instance.js';

/** Longer than any deadline of the services or the edge: by then the client has given up. */
const timeoutMs = 5000;

/**
 * Requests under way at one instance; more are refused. A queue that is longer than clients wait (2 s) only delays the moment at
 * which anybody is served again. Source: Envoy, "Circuit breaking", `max_requests`.
 */
const maxOutstanding = 50;

/** One that has left a request unanswered gets none for so long, while others can. Source: nginx, `fail_timeout`, with `max_fails=1`. */
const suspectMs = 10_000;

/** One instance behind the ingress; its connections live as long as its process. */
export class IngressBackend {
  outstanding = 0;
  url = '';
  pool: Pool | undefined;
  #ready = false;
  #suspectUntilMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  get suspect(): boolean {
    return this.nowMs() < this.#suspectUntilMs;
  }

  /** A request has ended; whether an answer came, of whatever kind. */
  ended(isAnswered: boolean): void {
    this.outstanding -= 1;
    this.#suspectUntilMs = isAnswered ? Number.NEGATIVE_INFINITY : this.nowMs() + suspectMs;
  }

  get connected(): boolean {
    return this.pool !== undefined;
  }

  get ready(): boolean {
    return this.#ready;
  }

  /** `port`: where a new process listens. */
  become(availability: Availability, port = 0): void {
    this.#ready = availability === 'ready';
    if (availability === 'gone') {
      this.pool?.destroy().catch(() => {});
      this.pool = undefined;
    } else if (this.pool === undefined) {
      this.url = `http://127.0.0.1:${port}`;
      this.#suspectUntilMs = Number.NEGATIVE_INFINITY;
      this.pool = new Pool(this.url, { pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
    }
  }
}

/**
 * One service's listener in a region: balances over the instances of the revision that the edge asks for. A canary that has no
 * instance left fails its requests; the baseline does not stand in for it, or nobody would see that it is bad.
 */
export function createIngress(
  backends: readonly IngressBackend[],
  canaries: readonly IngressBackend[] = [],
): Server {
  const baseline = new Balancer(backends);
  const canary = new Balancer(canaries);
  const server = createServer((request, response) => {
    collectBody(request, (body) => {
      const backend = (request.headers[trackHeader] === 'canary' ? canary : baseline).choose();
      if (body === 'too-large') {
        answerError(response, 413, 'request_too_large', {});
      } else if (backend?.pool === undefined) {
        answerError(response, 503, 'unavailable', {});
      } else if (backend.outstanding >= maxOutstanding) {
        answerError(response, 503, 'overloaded', {});
      } else {
        backend.outstanding += 1;
        const { pool: dispatcher, url: origin } = backend;
        const onEnd = ({ answeredByUpstream }: Outcome) => backend.ended(answeredByUpstream);
        forward(request, response, { dispatcher, origin, body, timeoutMs, answerHeaders: {}, onEnd });
      }
    });
  });
  server.keepAliveTimeout = 65_000;
  return server;
}
