import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import { endToEndHeaders } from './end-to-end-headers.js';

/** How an exchange ended, for metrics. `status` is what the client was told; 499 when it had gone. */
export interface Outcome {
  readonly status: number;
  readonly errorType: ProxyErrorType | undefined;
  /** True when the answer came from behind the proxy, whatever its status. */
  readonly answeredByUpstream: boolean;
}

export type ProxyErrorType =
  | 'timeout'
  | 'connection_error'
  | 'client_closed'
  | 'unavailable'
  | 'overloaded'
  | 'request_too_large';

export interface Forwarding {
  readonly dispatcher: Dispatcher;
  readonly origin: string;
  readonly body: Buffer | undefined;
  /** From now until the whole answer has arrived. */
  readonly timeoutMs: number;
  /** Names and values alternately, added to what the client sent. */
  readonly addedHeaders?: readonly string[];
  /** Added to the answer, and to those that the proxy gives itself. */
  readonly answerHeaders: Readonly<Record<string, string>>;
  onEnd(outcome: Outcome): void;
}

/**
 * Sends one request upstream and streams the answer back. A request is sent at most once: whoever does not get an
 * answer must not assume that nothing happened.
 */
export function forward(request: IncomingMessage, response: ServerResponse, forwarding: Forwarding): void {
  const exchange = new Exchange(request, response, forwarding);
  try {
    forwarding.dispatcher.dispatch(
      {
        origin: forwarding.origin,
        path: request.url ?? '/',
        method: request.method as Dispatcher.HttpMethod,
        headers: [...endToEndHeaders(request.rawHeaders), ...(forwarding.addedHeaders ?? [])],
        body: forwarding.body ?? null,
      },
      exchange,
    );
  } catch (error) {
    exchange.onResponseError(undefined, error as Error);
  }
}

/** Answers in place of the upstream. */
export function answerError(
  response: ServerResponse,
  status: number,
  errorType: ProxyErrorType,
  headers: Readonly<Record<string, string>>,
): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const body = `{"error":"${errorType}"}`;
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json',
    'content-length': body.length,
    ...(status === 503 ? { 'retry-after': '1' } : {}),
  });
  response.end(body);
}

class Exchange implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #ended = false;
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly forwarding: Forwarding,
  ) {
    this.#timer = setTimeout(() => this.#fail(504, 'timeout'), forwarding.timeoutMs);
    response.once('close', () => this.#fail(499, 'client_closed'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#ended) controller.abort(new Error('the exchange ended before a connection was free'));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (this.#ended || status < 200) return;
    this.#status = status;
    for (const name of ['connection', 'keep-alive', 'transfer-encoding']) delete headers[name];
    this.response.writeHead(status, Object.assign(headers, this.forwarding.answerHeaders));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#ended || this.response.write(chunk)) return;
    controller.pause();
    this.response.once('drain', () => controller.resume());
  }

  onResponseEnd(): void {
    if (this.#ended) return;
    this.#end({ status: this.#status, errorType: undefined, answeredByUpstream: true });
    this.response.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, _error: Error): void {
    this.#fail(502, 'connection_error');
  }

  #fail(status: number, errorType: ProxyErrorType): void {
    if (this.#ended) return;
    this.#end({ status, errorType, answeredByUpstream: false });
    this.#controller?.abort(new Error(errorType));
    if (status !== 499) answerError(this.response, status, errorType, this.forwarding.answerHeaders);
    this.request.resume();
  }

  #end(outcome: Outcome): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.forwarding.onEnd(outcome);
  }
}
