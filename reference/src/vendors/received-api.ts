import { createServer, type Server } from 'node:http';
import { type VendorChannel, vendorChannels } from './config.js';
import type { Mailbox } from './mailbox.js';

/** `GET /received?channel=<channel>&since=<monotonic ms>`; both are optional. */
export function receivedApi(mailbox: Mailbox): Server {
  return createServer((request, response) => {
    request.resume();
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://vendors');
    const channel = searchParams.get('channel') ?? undefined;
    const sinceMs = Number(searchParams.get('since') ?? 0);
    const reply = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.method !== 'GET' || pathname !== '/received') {
      reply(404, { error: 'There is GET /received.' });
    } else if (!isChannel(channel)) {
      reply(400, { error: `'${channel}' is not a channel; there is: ${vendorChannels.join(', ')}.` });
    } else if (Number.isNaN(sinceMs)) {
      reply(400, { error: 'since must be monotonic milliseconds.' });
    } else {
      const received = mailbox.read(channel).filter(({ monotonicMs }) => monotonicMs >= sinceMs);
      reply(200, { received, dropped: mailbox.dropped(channel) });
    }
  });
}

function isChannel(channel: string | undefined): channel is VendorChannel | undefined {
  return channel === undefined || (vendorChannels as readonly string[]).includes(channel);
}
