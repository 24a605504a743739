/**
 * How many series and how much heap a million URLs leave behind that no route answers, each different from all others.
 * Run: `npm run bench:hostile -- [urls]`. Prints; asserts nothing.
 */
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { startTelemetry } from '@attest/instrumentation';
import { instrumentExpress } from '@attest/instrumentation/express';
import { numberArgument } from '../number-argument.js';
import { createApplication } from './application.js';

if (!globalThis.gc) {
  console.error(
    'bench:hostile: garbage cannot be collected, and what is left of it would count as heap: start node with --expose-gc, ' +
      'as `npm run bench:hostile` does.',
  );
  process.exit(2);
}
const collectGarbage = globalThis.gc;
const urls = numberArgument(0, 'URLs', 1_000_000);
const perConnection = 500;
const telemetry = startTelemetry({ service: 'bench', metricsPort: 'off', env: {} });
await telemetry.load();
const app = createApplication((created) => instrumentExpress(created, telemetry));
app.use((_request, response) => void response.status(404).end());
const server = createServer(app).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const { port } = server.address() as AddressInfo;

await send(0, 20_000);
const before = heap();
const startMs = performance.now();
await send(20_000, urls);
const after = heap();
const routes = new Set(
  Array.from((await telemetry.metrics()).matchAll(/http_route="([^"]*)"/g), ([, route]) => route),
);
console.log(
  `${urls.toLocaleString('en-US')} hostile URLs in ${((performance.now() - startMs) / 1000).toFixed(0)} s: ` +
    `${routes.size} route series (${[...routes].join(', ')}), heap ${((after - before) / 2 ** 20).toFixed(2)} MiB more ` +
    '(promised: at most one, and 1 MB)',
);
server.close();
await telemetry.shutdown();

/** Pipelined, and every one with a path, a query and a method of its own. */
async function send(from: number, to: number): Promise<void> {
  for (let first = from; first < to; first += perConnection) {
    const count = Math.min(perConnection, to - first);
    const requests = Array.from({ length: count }, (_, index) => request(first + index, index === count - 1));
    await new Promise<void>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(requests.join('')));
      socket.resume().on('close', resolve).on('error', reject);
    });
  }
}

function request(index: number, last: boolean): string {
  const hostile = ['..%2f', '%00', '%22%5Cn', ';--', '${', 'a'.repeat(index % 300)][index % 6];
  const path = `/${index.toString(36)}/${hostile}/${index}?q=${hostile}${index}`;
  return `GET ${path} HTTP/1.1\r\nHost: ${index}.example\r\n${last ? 'Connection: close\r\n' : ''}\r\n`;
}

function heap(): number {
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
