import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TelemetryError } from '../telemetry-error.js';
import type { MetricsFormat } from './exposition.js';

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface MetricsServerOptions {
  /** 0 = any free port. */
  readonly port: number;
  /** Default: every interface, because the scraper comes from another machine. */
  readonly host?: string | undefined;
  readonly metrics: (
    format: MetricsFormat,
  ) => Promise<{ readonly contentType: string; readonly text: string }>;
}

/** `GET /metrics` on a port of its own, so that it is never reachable through the public one. */
export async function listenForScrapes(options: MetricsServerOptions): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?', 1)[0];
    if (path !== '/metrics') return void response.writeHead(404).end();
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
    }
    options.metrics(formatFor(request.headers.accept)).then(
      ({ contentType, text }) => response.writeHead(200, { 'content-type': contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  const port = await listening(server, options);
  // Metrics must never be the reason why a process does not end.
  server.unref();
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Prometheus asks for what it prefers first, and for OpenMetrics only where exemplars are wanted. */
function formatFor(accept: string | undefined): MetricsFormat {
  return accept?.includes('application/openmetrics-text') ? 'openmetrics' : 'prometheus';
}

function listening(server: Server, { port, host }: MetricsServerOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new TelemetryError(
          'metrics-port-unavailable',
          `Metrics cannot be served on port ${port}: ${cause.message}.`,
          {
            fix: 'Set ATTEST_METRICS_PORT (or metricsPort) to a free port, to 0 for any, or to off.',
            cause,
          },
        ),
      );
    });
    server.listen({ port, host }, () => resolve((server.address() as AddressInfo).port));
  });
}
