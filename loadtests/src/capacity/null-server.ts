import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface NullServer {
  readonly url: string;
  close(): Promise<void>;
}

const body = Buffer.from('{}');
const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };

/** Answers everything at once with an empty JSON object: whatever then takes time is the generator or the machine. */
export async function startNullServer(): Promise<NullServer> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, headers).end(body);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', 4096, resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
