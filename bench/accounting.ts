/**
 * Sends requests of every kind, and compares what the clients counted with what the server says it served, by route and
 * status. Run: `npm run bench:accounting -- [requests]`. Exits with 1 when a single one is unaccounted for.
 */
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { startTelemetry } from '@attest/instrumentation';
import { instrumentExpress } from '@attest/instrumentation/express';
import { numberArgument } from './number-argument.js';
import { createApplication } from './overhead/application.js';

const total = numberArgument(0, 'requests', 100_000);
const connections = 16;
const telemetry = startTelemetry({ service: 'bench', metricsPort: 'off', env: {} });
const app = createApplication((created) => instrumentExpress(created, telemetry));
app.set('env', 'test'); // Express prints no errors.
app.get('/fails/:id', () => {
  throw new Error('fails');
});
app.get('/rejects/:id', async () => {
  throw new Error('rejects');
});
app.get('/hangs/:id', (_request, response) => void response.write('begun'));
app.get('/streams/:id', (_request, response) => {
  response.write('a');
  setImmediate(() => response.end('b'));
});
app.post(
  '/takes/:id',
  (request, response) => void request.resume().on('end', () => response.status(201).end()),
);
const server = createServer({ keepAliveTimeout: 60_000 }, app).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const { port } = server.address() as AddressInfo;

const counted = new Map<string, number>();
const count = (method: string, route: string, status: number | string, more = 1): void => {
  const key = `${method} ${route} ${status}`;
  counted.set(key, (counted.get(key) ?? 0) + more);
};
let sent = 0;
let lastAnnounced = 0;

/** What a connection does next: how many requests it sends, what it counts, and whether the connection lives on. */
interface Step {
  readonly share: number;
  readonly run: (client: Client) => Promise<void>;
}
const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nHost: a\r\n${headers}\r\n`;
const one =
  (path: string, route: string): Step['run'] =>
  async (client) => {
    count('GET', route, await client.ask(get(path)));
  };
const steps: readonly Step[] = [
  { share: 40, run: one('/api/orders/1', '/api/orders/:id') },
  { share: 10, run: one('/nothing/here', 'unmatched') },
  { share: 8, run: one('/fails/1', '/fails/:id') },
  { share: 5, run: one('/rejects/1', '/rejects/:id') },
  { share: 5, run: one('/streams/1', '/streams/:id') },
  {
    share: 5,
    run: async (client) => {
      count(
        'HEAD',
        '/api/orders/:id',
        await client.ask('HEAD /api/orders/1 HTTP/1.1\r\nHost: a\r\n\r\n', 1, true),
      );
    },
  },
  {
    share: 5,
    run: async (client) => {
      const post = 'POST /takes/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello';
      count('POST', '/takes/:id', await client.ask(post));
    },
  },
  {
    share: 8,
    run: async (client) => {
      const requests = Array.from({ length: 5 }, (_, index) => get(`/api/orders/${index}`)).join('');
      const status = await client.ask(requests, 5);
      count('GET', '/api/orders/:id', status, 5);
    },
  },
  {
    share: 6,
    run: async (client) => {
      await client.abort(get('/hangs/1'));
      count('GET', '/hangs/:id', 499);
    },
  },
  {
    share: 3,
    run: async (client) => {
      // The ones behind wait for their turn, which never comes.
      await client.abort(get('/hangs/1') + get('/api/orders/1') + get('/fails/1'));
      count('GET', '/hangs/:id', 499);
      count('GET', '/api/orders/:id', 499);
      count('GET', '/fails/:id', 499);
    },
  },
  {
    share: 2,
    run: async (client) => {
      count('_OTHER', 'unmatched', await client.ask('nonsense\r\n\r\n'));
      client.reopen();
    },
  },
];
const deck = steps.flatMap((step) => new Array<Step>(step.share).fill(step));

class Client {
  #socket: Socket | undefined;
  #received = '';
  #waiting: (() => void) | undefined;

  /** The status of the answers, which must be the same for all of them. */
  async ask(request: string, answers = 1, headOnly = false): Promise<number> {
    sent += answers;
    const socket = this.#open();
    socket.write(request);
    let status = 0;
    for (let index = 0; index < answers; index++) status = await this.#answer(headOnly);
    return status;
  }

  /** Sends, waits for the first byte of an answer, and goes away. */
  async abort(requests: string): Promise<void> {
    sent += requests.split('HTTP/1.1').length - 1;
    const socket = this.#open();
    socket.write(requests);
    while (!this.#received.includes('begun')) await this.#more();
    this.reopen();
  }

  reopen(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
    this.#received = '';
  }

  async #answer(headOnly: boolean): Promise<number> {
    for (;;) {
      const end = this.#received.indexOf('\r\n\r\n');
      if (end !== -1) {
        const head = this.#received.slice(0, end);
        const rest = this.#received.slice(end + 4);
        const length = /transfer-encoding: chunked/i.test(head)
          ? chunkedLength(rest)
          : Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
        if (headOnly || (length !== undefined && rest.length >= length)) {
          this.#received = headOnly ? '' : rest.slice(length);
          return Number(head.slice(9, 12));
        }
      }
      await this.#more();
    }
  }

  #open(): Socket {
    if (!this.#socket) {
      this.#socket = connect(port, '127.0.0.1').setNoDelay().setEncoding('latin1');
      this.#socket.on('data', (chunk: string) => {
        this.#received += chunk;
        this.#waiting?.();
      });
      this.#socket.on('error', () => {});
    }
    return this.#socket;
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }
}

function chunkedLength(text: string): number | undefined {
  const end = text.indexOf('0\r\n\r\n');
  return end === -1 ? undefined : end + 5;
}

const startMs = performance.now();
await Promise.all(
  Array.from({ length: connections }, async (_, worker) => {
    const client = new Client();
    for (let turn = worker; sent < total; turn += 37) {
      await (deck[turn % deck.length] as Step).run(client);
      if (sent - lastAnnounced >= 20_000) {
        lastAnnounced = sent;
        console.error(`${sent} sent`);
      }
    }
    client.reopen();
  }),
);
await new Promise((resolve) => setTimeout(resolve, 200));
await telemetry.lifecycle.idle();

const served = new Map<string, number>();
for (const [, labels = '', value] of (await telemetry.metrics()).matchAll(
  /^http_server_request_duration_seconds_count\{(.*)\} (\d+)$/gm,
)) {
  const label = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(labels)?.[1];
  const key = `${label('http_request_method')} ${label('http_route')} ${label('http_response_status_code')}`;
  served.set(key, (served.get(key) ?? 0) + Number(value));
}
let unaccounted = 0;
console.log('| request | clients | server |\n|---|---:|---:|');
for (const key of [...new Set([...counted.keys(), ...served.keys()])].sort()) {
  const [clients = 0, serverCount = 0] = [counted.get(key), served.get(key)];
  unaccounted += Math.abs(clients - serverCount);
  console.log(`| ${key} | ${clients} | ${serverCount} |`);
}
console.log(
  `\n${sent} requests in ${((performance.now() - startMs) / 1000).toFixed(0)} s, ${unaccounted} unaccounted for (promised: 0)`,
);
server.closeAllConnections();
server.close();
await telemetry.shutdown();
process.exitCode = unaccounted === 0 && sent >= total ? 0 : 1;
