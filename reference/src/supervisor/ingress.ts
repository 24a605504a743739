import { createServer, type Server } from 'node:http';
import { Pool } from 'undici';
import { answerError, forward } from '../proxy/forward.js';
import { collectBody } from '../proxy/request-body.js';
import { Balancer } from './balancer.js';

/** Longer than any deadline of the services or the edge: by then the client has given up. */
const timeoutMs = 5000;

/** One instance behind the ingress; its connections live as long as its process. */
export class IngressBackend {
  ready = false;
  outstanding = 0;
  url = '';
  pool: Pool | undefined;

  connect(port: number): void {
    this.disconnect();
    this.url = `http://127.0.0.1:${port}`;
    this.pool = new Pool(this.url, { pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
    this.ready = true;
  }

  /** No new requests; those under way may end. */
  drain(): void {
    this.ready = false;
  }

  disconnect(): void {
    this.ready = false;
    this.pool?.destroy().catch(() => {});
    this.pool = undefined;
  }
}

/** One service's listener in a region: balances over its ready instances. */
export function createIngress(backends: readonly IngressBackend[]): Server {
  const balancer = new Balancer(backends);
  const server = createServer((request, response) => {
    collectBody(request, (body) => {
      const backend = balancer.choose();
      if (body === 'too-large') {
        answerError(response, 413, 'request_too_large', {});
      } else if (backend?.pool === undefined) {
        answerError(response, 503, 'unavailable', {});
      } else {
        backend.outstanding += 1;
        const { pool: dispatcher, url: origin } = backend;
        const onEnd = () => {
          backend.outstanding -= 1;
        };
        forward(request, response, { dispatcher, origin, body, timeoutMs, answerHeaders: {}, onEnd });
      }
    });
  });
  server.keepAliveTimeout = 65_000;
  return server;
}
