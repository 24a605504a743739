import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PreviewServer {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves one page on loopback, made anew for every request; requests that come while one is being made share it.
 *
 * @param make the page; what it rejects with is shown as text
 */
export async function servePage(make: () => Promise<string>, port = 0): Promise<PreviewServer> {
  let making: Promise<string> | undefined;
  const page = () => {
    making ??= make().finally(() => {
      making = undefined;
    });
    return making;
  };
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/') {
      response.writeHead(404).end();
      return;
    }
    page().then(
      (html) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html),
      (error: Error) => response.writeHead(500, { 'content-type': 'text/plain' }).end(`${error.message}\n`),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
