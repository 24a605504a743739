import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import { collectBody } from '../proxy/request-body.js';
import { Trouble } from './trouble.js';

export interface VendorRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface VendorAnswer {
  readonly status: number;
  /** A text is sent as it is, anything else as JSON. */
  readonly body: unknown;
}

export type Vendor = (request: VendorRequest) => VendorAnswer | Promise<VendorAnswer>;
/** A vendor that never has to wait. */
export type PromptVendor = (request: VendorRequest) => VendorAnswer;

/** A vendor's HTTP endpoint. What it answers is decided by `vendor` alone, unless it is in trouble. */
export function vendorServer(vendor: Vendor, trouble: Trouble = new Trouble()): Server {
  const server = createServer((request, response) => {
    collectBody(request, async (body) => {
      const reaches = await trouble.before(response);
      if (!reaches) return;
      const answer = await answerTo(vendor, request, body).catch((error: unknown) => ({
        status: 500,
        body: { error: String(error) },
      }));
      if (!trouble.after(response)) return;
      const isText = typeof answer.body === 'string';
      response
        .writeHead(answer.status, { 'content-type': isText ? 'text/plain' : 'application/json' })
        .end(isText ? answer.body : JSON.stringify(answer.body));
    });
  });
  // Longer than clients keep connections, so that none sends a request into one that is being closed.
  server.keepAliveTimeout = 75_000;
  return server;
}

async function answerTo(
  vendor: Vendor,
  { method = 'GET', url = '/', headers }: IncomingMessage,
  body: Buffer | undefined | 'too-large',
): Promise<VendorAnswer> {
  if (body === 'too-large') return { status: 413, body: { error: 'The request is too large.' } };
  const path = new URL(url, 'http://vendor').pathname;
  return vendor({ method, path, headers, text: body === undefined ? '' : body.toString('utf8') });
}

/** The body as an object; `undefined` when it is no JSON object. */
export function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** For fields that are only shown: their text, or nothing. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
