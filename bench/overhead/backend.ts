import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Backend } from './variants/index.js';

export interface RunningBackend extends Backend {
  readonly received: () => ReadonlyMap<string, number>;
  /** From now on; what still waits for an answer loses its connection. */
  behave(behaviour: Behaviour): void;
  stop(): void;
}

/** How a telemetry backend behaves. */
export type Behaviour = 'healthy' | 'slow' | 'black-hole';

/** Takes spans and envelopes, counts them by path, and keeps nothing. */
export async function startBackend(first: Behaviour = 'healthy'): Promise<RunningBackend> {
  let behaviour = first;
  const received = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    received.set(path, (received.get(path) ?? 0) + 1);
    request.resume();
    if (behaviour === 'black-hole') return;
    request.on('end', () => {
      const answer = (): void =>
        void response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      if (behaviour === 'slow') setTimeout(answer, 5000).unref();
      else answer();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: () => received,
    behave(next) {
      behaviour = next;
      server.closeAllConnections();
    },
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
