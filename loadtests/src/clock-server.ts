import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ClockServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Answers every request with the runner's monotonic milliseconds as plain text. Loopback only. */
export async function startClockServer(monotonicMs: () => number): Promise<ClockServer> {
  const server = createServer((_request, response) => response.end(String(monotonicMs())));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
