import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Served, serve } from './serve.js';

export interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface TelemetryReceiver extends Served {
  readonly received: readonly Received[];
  /** Spans of all OTLP/JSON requests. */
  spans(): OtlpSpan[];
  /** Items of all envelopes, by type. */
  items(type: string): EnvelopeItem[];
  readonly dsn: string;
}

export interface OtlpSpan {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly status: { readonly code?: number };
  readonly events: readonly unknown[];
  readonly links: readonly { readonly traceId: string }[];
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
}

export interface EnvelopeItem {
  readonly header: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it
  readonly payload: any;
}

/** Takes the place of an OTLP receiver and of Sentry. */
export async function receiveTelemetry(
  answer: (request: Received, response: ServerResponse) => void = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  },
): Promise<TelemetryReceiver> {
  const received: Received[] = [];
  const served = await serve(
    createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const path = request.url?.split('?', 1)[0] ?? '';
        const one = { path, headers: request.headers, body: Buffer.concat(chunks) };
        received.push(one);
        answer(one, response);
      });
    }),
  );
  return {
    ...served,
    received,
    dsn: `http://0123456789abcdef0123456789abcdef@127.0.0.1:${served.port}/42`,
    spans: () => received.filter(({ path }) => path === '/v1/traces').flatMap(({ body }) => spansOf(body)),
    items: (type) =>
      received
        .filter(({ path }) => path === '/api/42/envelope/')
        .flatMap(({ body }) => itemsOf(body))
        .filter(({ header }) => header.itemType === type),
  };
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

function record(attributes: readonly Attribute[] = []): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}

function spansOf(body: Buffer): OtlpSpan[] {
  const { resourceSpans } = JSON.parse(body.toString());
  return resourceSpans.flatMap(
    // biome-ignore lint/suspicious/noExplicitAny: as it is on the wire
    ({ resource, scopeSpans }: any) =>
      // biome-ignore lint/suspicious/noExplicitAny: as it is on the wire
      scopeSpans.flatMap(({ spans }: any) =>
        // biome-ignore lint/suspicious/noExplicitAny: as it is on the wire
        spans.map((span: any) => ({
          ...span,
          attributes: record(span.attributes),
          resource: record(resource.attributes),
        })),
      ),
  );
}

/** A header, then for each item a header and its payload, one a line. */
function itemsOf(body: Buffer): EnvelopeItem[] {
  const [header, ...lines] = body.toString().split('\n');
  const items: EnvelopeItem[] = [];
  for (let index = 0; index + 1 < lines.length; index += 2) {
    const { type } = JSON.parse(lines[index] as string);
    items.push({
      header: { ...JSON.parse(header as string), itemType: type },
      payload: JSON.parse(lines[index + 1] as string),
    });
  }
  return items;
}
