/**
 * A server whose capacity is known exactly. `node known-server.js KIND CAPACITY CONCURRENCY`, prints its port.
 * Service times are kept on a timeline of their own: a timer that fires late answers late, and costs no capacity.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const [, , kind = 'queue', capacityText = '100', concurrencyText = '8'] = process.argv;
/** Requests a second. */
const capacity = Number(capacityText);
const concurrency = Number(concurrencyText);
const serviceMs = (1000 * concurrency) / capacity;

const now = () => Number(process.hrtime.bigint()) / 1e6;
const json = (response: ServerResponse, status: number) => {
  if (response.destroyed) return;
  response
    .writeHead(status, { 'content-type': 'application/json', 'x-revision': 'known' })
    .end(`{"status":${status}}`);
};
const later = (response: ServerResponse, status: number, ms: number) =>
  void setTimeout(() => json(response, status), ms);

const slots = new Float64Array(concurrency);
function earliestSlot(): number {
  let slot = 0;
  for (let index = 1; index < concurrency; index += 1) {
    if ((slots[index] as number) < (slots[slot] as number)) slot = index;
  }
  return slot;
}

let served = 0;
let tokens = 10;
let refilledMs = now();
const recent: number[] = [];
let collapsedUntilMs = 0;

const kinds: Record<string, (response: ServerResponse) => void> = {
  /** As many at once as there are slots; the others wait in a queue without an end. */
  queue(response) {
    const slot = earliestSlot();
    const finishMs = Math.max(now(), slots[slot] as number) + serviceMs;
    slots[slot] = finishMs;
    later(response, 200, finishMs - now());
  },
  /** The same without a queue: refused when every slot is taken. */
  'no-queue'(response) {
    const slot = earliestSlot();
    if ((slots[slot] as number) > now()) return json(response, 503);
    slots[slot] = now() + serviceMs;
    later(response, 200, serviceMs);
  },
  /** Quick up to its capacity; beyond, everything fails for two seconds. */
  cliff(response) {
    const ms = now();
    recent.push(ms);
    while ((recent[0] as number) < ms - 1000) recent.shift();
    if (recent.length > capacity) collapsedUntilMs = ms + 2000;
    later(response, ms < collapsedUntilMs ? 500 : 200, ms < collapsedUntilMs ? 300 : 15);
  },
  /** Refuses what is more than its capacity with 429. */
  limit(response) {
    const ms = now();
    tokens = Math.min(10, tokens + ((ms - refilledMs) * capacity) / 1000);
    refilledMs = ms;
    if (tokens < 1) return json(response, 429);
    tokens -= 1;
    later(response, 200, 5);
  },
  /** Every request makes all later ones slower; no rate is steady. */
  slows(response) {
    served += 1;
    later(response, 200, 5 + served * 0.03);
  },
};

const server = createServer((request, response) => {
  request.resume();
  const answer = kinds[kind];
  if (answer === undefined) throw new Error(`${kind}: one of ${Object.keys(kinds).join(', ')}`);
  answer(response);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', 4096, () => process.send?.((server.address() as AddressInfo).port));
// Ends with whoever has started it.
process.on('disconnect', () => process.exit(0));
