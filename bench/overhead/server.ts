/** Serves one variant until its parent lets go of it, and tells what it has used. */
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { type VariantName, variants } from './variants/index.js';

export interface Usage {
  readonly cpuUs: number;
  readonly heapBytes: number;
  readonly rssBytes: number;
}

const [name, url] = process.argv.slice(2) as [VariantName, string];
const { start } = await variants[name].load();
const app = await start({ url });
// Loaded after the variant, which may have hooked into it.
const { createServer } = createRequire(import.meta.url)('node:http') as typeof import('node:http');
const server = createServer(app);
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));

let halts: NodeJS.Timeout | undefined;
process.on('message', (question: 'usage' | 'settled' | 'halt' | 'go on') => {
  if (question === 'halt') halts = setInterval(standStill, 500);
  if (question === 'go on') clearInterval(halts);
  if (question === 'settled') globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { heapUsed, rss } = process.memoryUsage();
  process.send?.({ cpuUs: user + system, heapBytes: heapUsed, rssBytes: rss } satisfies Usage);
});
process.on('disconnect', () => process.exit());

/** What an export that a request has to wait for would look like to it. */
function standStill(): void {
  const untilMs = performance.now() + 30;
  while (performance.now() < untilMs);
}
