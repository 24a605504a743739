import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { createTransport as CreateTransport, NodeOptions } from '@sentry/node';

/** Envelopes that are on their way at once, and those that are and wait: more are dropped, counted and reported by Sentry. */
const maximumConnections = 8;
export const maximumWaiting = 256;
const timeoutMs = 10_000;

/**
 * Sends envelopes in one piece over few connections that stay open. Sentry's own transport pipes a stream in chunks over up to
 * 30, which costs twice the CPU; its buffer, its rate limits and its reports of what was dropped are used as they are.
 */
export function envelopeTransport(
  createTransport: typeof CreateTransport,
): NonNullable<NodeOptions['transport']> {
  return (options) => {
    const url = new URL(options.url);
    const secure = url.protocol === 'https:';
    const settings = { keepAlive: true, maxSockets: maximumConnections };
    const agent = secure ? new HttpsAgent(settings) : new HttpAgent(settings);
    const request = secure ? httpsRequest : httpRequest;
    return createTransport(options, ({ body }) => {
      const bytes = typeof body === 'string' ? Buffer.from(body) : body;
      const headers = { ...options.headers, 'content-length': bytes.length };
      return answer(request(url, { method: 'POST', agent, headers, timeout: timeoutMs }), bytes);
    });
  };
}

interface Answer {
  readonly statusCode: number;
  readonly headers: { readonly 'retry-after': string | null; readonly 'x-sentry-rate-limits': string | null };
}

function answer(request: ClientRequest, body: Uint8Array): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.on('response', (response: IncomingMessage) => {
      // Nothing is kept of what is answered, however long it is; a receiver that never ends it is left alone.
      response.resume();
      response.setTimeout(timeoutMs, () => response.destroy());
      response.on('error', () => {});
      const limits = response.headers['x-sentry-rate-limits'];
      resolve({
        statusCode: response.statusCode ?? 0,
        headers: {
          'retry-after': response.headers['retry-after'] ?? null,
          'x-sentry-rate-limits': Array.isArray(limits) ? (limits[0] ?? null) : (limits ?? null),
        },
      });
    });
    request.on('timeout', () => request.destroy(new Error('Sentry did not answer in time')));
    request.on('error', reject);
    request.end(body);
  });
}
