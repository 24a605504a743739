import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seriesOf } from '../../../../alerts/src/case.js';
import type { Line } from './past.js';

/** Goes on with what was scraped until now: a page for each world. */
export class LiveSeries {
  readonly #pages = new Map<string, readonly Line[]>();
  readonly #server: Server = createServer(({ url = '' }, response) => {
    const lines = this.#pages.get(url.slice(1));
    if (lines === undefined) return response.writeHead(404).end();
    return response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(exposition(lines));
  });

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  /** `host:port` and path of a new page. */
  add(name: string, lines: readonly Line[]): { address: string; path: string } {
    this.#pages.set(name, lines);
    return { address: `127.0.0.1:${(this.#server.address() as AddressInfo).port}`, path: `/${name}` };
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** A scrape adds `job` and `instance` where they are not said; said to be empty, they are as absent as in the past. */
const untouched = { job: '', instance: '' };

const exposition = (lines: readonly Line[]): string =>
  lines
    .flatMap(({ name, labels, valueAt }) => {
      const value = valueAt(Date.now() / 1000);
      return value === undefined ? [] : [`${seriesOf(name, { ...untouched, ...labels })} ${value}\n`];
    })
    .join('');
