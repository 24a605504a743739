/**
 * A server whose capacity is known exactly. `node known-server.js KIND CAPACITY CONCURRENCY`; tells its port, and when it is
 * asked anything, when all requests of the load arrived. Times are kept on a timeline of their own: a timer that fires late answers late, and
 * costs no capacity.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ModelName, models } from './known-models.js';

const [, , kind = 'queue', capacity = '100', concurrency = '8'] = process.argv;
const make = models[kind as ModelName];
if (make === undefined) throw new Error(`${kind}: one of ${Object.keys(models).join(', ')}`);
const reply = make(Number(capacity), Number(concurrency));
const arrivedMs: number[] = [];
/** Between two steps the search asks a few times whether all is calm; on a machine that starts k6 quickly, these would make one step of two. */
const isLoad = ({ headers }: IncomingMessage) => /k6/i.test(headers['user-agent'] ?? '');

const server = createServer((request, response) => {
  const nowMs = Number(process.hrtime.bigint()) / 1e6;
  if (isLoad(request)) arrivedMs.push(nowMs);
  request.resume();
  const { status, afterMs } = reply(nowMs);
  const answer = () => {
    if (response.destroyed) return;
    response
      .writeHead(status, { 'content-type': 'application/json', 'x-revision': 'known' })
      .end(`{"status":${status}}`);
  };
  if (afterMs === 0) answer();
  else setTimeout(answer, afterMs);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', 4096, () => process.send?.((server.address() as AddressInfo).port));
process.on('message', () => process.send?.(arrivedMs));
// Ends with whoever has started it.
process.on('disconnect', () => process.exit(0));
