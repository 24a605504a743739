import { request } from 'undici';
import { BedError } from '../bed-error.js';

/** What goes wrong on a proxy, as toxiproxy's HTTP API writes it (github.com/Shopify/toxiproxy, README, "Toxics"). */
export interface Toxic {
  readonly name: string;
  readonly type: 'latency' | 'timeout' | 'slow_close' | 'bandwidth' | 'reset_peer';
  /** `upstream` carries what clients send, `downstream` what servers answer. */
  readonly stream: 'upstream' | 'downstream';
  /** Share of connections that it applies to; 1 is all. */
  readonly toxicity: number;
  /** Milliseconds; `timeout` 0 means: pass nothing on, and never close. */
  readonly attributes: Readonly<Record<string, number>>;
}

export interface Proxy {
  readonly name: string;
  /** `host:port`. */
  readonly listen: string;
  readonly upstream: string;
  readonly enabled: boolean;
  readonly toxics: readonly Toxic[];
}

/** The part of toxiproxy's HTTP API that links need. Every method throws BedError `links-refused`. */
export class ToxiproxyClient {
  readonly #origin: string;

  constructor(port: number) {
    this.#origin = `http://127.0.0.1:${port}`;
  }

  async version(): Promise<string> {
    return ((await this.#call('GET', '/version')) as { version: string }).version;
  }

  async proxies(): Promise<readonly Proxy[]> {
    return Object.values((await this.#call('GET', '/proxies')) as Record<string, Proxy>);
  }

  /** Listens on any free loopback port; the answer tells which. */
  async createProxy(name: string, upstreamPort: number): Promise<Proxy> {
    const body = { name, listen: '127.0.0.1:0', upstream: `127.0.0.1:${upstreamPort}`, enabled: true };
    return (await this.#call('POST', '/proxies', body)) as Proxy;
  }

  /** A toxic of this name that is there already stays as it is. */
  async addToxic(proxy: string, toxic: Toxic): Promise<void> {
    await this.#call('POST', `/proxies/${encodeURIComponent(proxy)}/toxics`, toxic, [409]);
  }

  async updateToxic(proxy: string, toxic: Toxic): Promise<void> {
    const path = `/proxies/${encodeURIComponent(proxy)}/toxics/${encodeURIComponent(toxic.name)}`;
    await this.#call('POST', path, { attributes: toxic.attributes });
  }

  /** A toxic that is not there is fine. */
  async removeToxic(proxy: string, toxic: string): Promise<void> {
    const path = `/proxies/${encodeURIComponent(proxy)}/toxics/${encodeURIComponent(toxic)}`;
    await this.#call('DELETE', path, undefined, [404]);
  }

  async #call(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: unknown,
    accept: number[] = [],
  ): Promise<unknown> {
    let answer: Awaited<ReturnType<typeof request>>;
    try {
      answer = await request(`${this.#origin}${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        headersTimeout: 5_000,
        bodyTimeout: 5_000,
      });
    } catch (cause) {
      throw refused(`${method} ${path}: no answer (${(cause as Error).message})`, cause);
    }
    const text = await answer.body.text();
    if (answer.statusCode >= 300 && !accept.includes(answer.statusCode)) {
      throw refused(`${method} ${path}: ${answer.statusCode} ${text.trim()}`);
    }
    return text === '' ? undefined : JSON.parse(text);
  }
}

function refused(what: string, cause?: unknown): BedError {
  return new BedError({
    code: 'links-refused',
    message: `toxiproxy, through which all links go, refused ${what}`,
    fix: "Look at toxiproxy's log of this run.",
    cause,
  });
}
