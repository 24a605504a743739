import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { errorType } from '../error-type.js';
import { methodLabel } from '../http/method.js';
import type { Telemetry } from '../telemetry.js';

/** What undici (and so `fetch`) and node:http say about a request, as far as it is read. */
interface Request {
  readonly method?: string;
  /** undici: scheme, host and port. */
  readonly origin?: unknown;
  /** node:http: the host alone. */
  readonly host?: string;
}

interface Message {
  readonly request: Request;
  readonly response?: { readonly statusCode?: number };
  readonly error?: unknown;
}

export interface OutgoingOptions {
  /** Hosts that telemetry itself talks to: what it costs to observe is not what is observed. */
  readonly except?: readonly string[];
}

/**
 * Outgoing HTTP requests, through `fetch`, undici and node:http, which announce them on diagnostics channels: nothing is
 * patched. Counted when the answer begins, because bodies are not always read. Returns the function that ends it.
 * Sources: undici documentation, "Diagnostics Channel Support"; Node.js documentation, `diagnostics_channel`, HTTP.
 */
export function observeOutgoingRequests(telemetry: Telemetry, options: OutgoingOptions = {}): () => void {
  const duration = telemetry.histogram('http_client_request_duration_seconds');
  const excepted = new Set(options.except);
  const started = new WeakMap<Request, number>();

  const start = (message: unknown): void => {
    started.set((message as Message).request, performance.now());
  };
  const end = (message: unknown): void => {
    const { request, response, error } = message as Message;
    const startMs = started.get(request);
    // An error may follow an answer, whose status has been told already.
    if (startMs === undefined || !started.delete(request)) return;
    const address = addressOf(request);
    if (excepted.has(address)) return;
    const status = response?.statusCode === undefined ? '' : String(response.statusCode);
    duration.observe(
      {
        http_request_method: methodLabel(request.method),
        server_address: address,
        http_response_status_code: status,
        // Source: OpenTelemetry semantic conventions, HTTP client: a status from 400 on is an error.
        error_type: status === '' ? errorType(error) : status >= '400' ? status : '',
      },
      (performance.now() - startMs) / 1000,
    );
  };
  const channels = [
    ['undici:request:create', start],
    ['undici:request:headers', end],
    ['undici:request:error', end],
    ['http.client.request.start', start],
    ['http.client.response.finish', end],
    ['http.client.request.error', end],
  ] as const;
  for (const [name, listener] of channels) subscribe(name, listener);
  return () => {
    for (const [name, listener] of channels) unsubscribe(name, listener);
  };
}

/** The host without port or credentials: a URL would be data, and without end. */
function addressOf({ origin, host }: Request): string {
  if (origin === undefined) return (host ?? '').toLowerCase();
  const text = String(origin);
  return URL.canParse(text) ? new URL(text).hostname : text;
}
