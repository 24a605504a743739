import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerJson } from '../proxy/answer-json.js';
import { collectBody } from '../proxy/request-body.js';
import { type VendorChannel, vendorChannels } from './config.js';
import type { Mailbox } from './mailbox.js';
import { parseTrouble, type Trouble } from './trouble.js';

/**
 * `GET /received?channel=<channel>&since=<monotonic ms>` (both optional) tells what the vendors received; `GET /troubles` what is wrong
 * with which, `PUT /troubles/<vendor>` makes it so, `DELETE /troubles/<vendor>` ends it.
 */
export function adminApi(mailbox: Mailbox, troubles: ReadonlyMap<string, Trouble>): Server {
  return createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://vendors');
    const vendor = /^\/troubles\/([^/]+)$/.exec(pathname)?.[1];
    const trouble = vendor === undefined ? undefined : troubles.get(vendor);
    if (request.method === 'GET' && pathname === '/received') {
      request.resume();
      answerReceived(mailbox, searchParams, response);
    } else if (request.method === 'GET' && pathname === '/troubles') {
      request.resume();
      const present = [...troubles].flatMap(([name, { now }]) => (now === undefined ? [] : [[name, now]]));
      answerJson(response, 200, Object.fromEntries(present));
    } else if (trouble !== undefined && request.method === 'PUT') {
      put(trouble, request, response);
    } else if (trouble !== undefined && request.method === 'DELETE') {
      request.resume();
      trouble.set(undefined);
      answerJson(response, 200, {});
    } else {
      request.resume();
      answerJson(response, 404, {
        error: 'There is GET /received, GET /troubles, PUT and DELETE /troubles/<vendor>.',
      });
    }
  });
}

function answerReceived(mailbox: Mailbox, searchParams: URLSearchParams, response: ServerResponse): void {
  const channel = searchParams.get('channel') ?? undefined;
  const sinceMs = Number(searchParams.get('since') ?? 0);
  if (!isChannel(channel)) {
    answerJson(response, 400, {
      error: `'${channel}' is not a channel; there is: ${vendorChannels.join(', ')}.`,
    });
  } else if (Number.isNaN(sinceMs)) {
    answerJson(response, 400, { error: 'since must be monotonic milliseconds.' });
  } else {
    const received = mailbox.read(channel).filter(({ monotonicMs }) => monotonicMs >= sinceMs);
    answerJson(response, 200, { received, dropped: mailbox.dropped(channel) });
  }
}

function put(trouble: Trouble, request: IncomingMessage, response: ServerResponse): void {
  collectBody(request, (body) => {
    try {
      trouble.set(parseTrouble(JSON.parse(String(body))));
      answerJson(response, 200, trouble.now);
    } catch (error) {
      answerJson(response, 422, { error: String((error as Error).message) });
    }
  });
}

function isChannel(channel: string | undefined): channel is VendorChannel | undefined {
  return channel === undefined || (vendorChannels as readonly string[]).includes(channel);
}
