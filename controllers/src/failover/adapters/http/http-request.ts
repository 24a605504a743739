import { Secret } from '../secret.js';

/** A request as data: what is sent, and what has to be known to explain it when it fails. */
export interface HttpRequest {
  readonly adapter: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** A {@link Secret} where the address itself is one, as with Slack's webhooks. */
  readonly url: string | Secret;
  /** By lower-case name. With a body and no `content-type` it is sent as JSON. */
  readonly headers: Readonly<Record<string, string | Secret>>;
  /** Becomes JSON; secrets in it are revealed only when it is sent. */
  readonly body?: unknown;
  /** A second time does no harm: repeated when it is not known what became of the first. */
  readonly idempotent: boolean;
  /** What the credentials must be allowed to do for it, in the vendor's words. */
  readonly permission: string;
}

const reveal = (value: string | Secret): string => (value instanceof Secret ? value.reveal() : value);

/** Names of headers are in lower case, so that none is sent twice. */
const headersOf = ({ headers, body }: HttpRequest): Record<string, string | Secret> => ({
  ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  ...headers,
});

/** What goes over the wire. */
export function wireForm(request: HttpRequest): {
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
} {
  const headers = Object.entries(headersOf(request)).map(([name, value]) => [name, reveal(value)]);
  return {
    url: reveal(request.url),
    headers: Object.fromEntries(headers),
    body: request.body === undefined ? undefined : JSON.stringify(revealed(request.body)),
  };
}

/** What people see: the same, with secrets by name. */
export function shownForm(request: HttpRequest): string {
  const { method, url, body } = request;
  const lines = Object.entries(headersOf(request)).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${url}`, ...lines, ...(body === undefined ? [] : ['', JSON.stringify(body)])].join('\n');
}

/** How a request is called in errors. */
export const nameOf = ({ adapter, method, url }: HttpRequest): string => `${adapter}: ${method} ${url}`;

/** `JSON.stringify` asks a Secret for its JSON, which is its name, before any replacer sees it; so they are replaced first. */
function revealed(value: unknown): unknown {
  if (value instanceof Secret) return value.reveal();
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, revealed(it)]));
}
