import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

export interface ServerEvents {
  /** Answered by Node before there is a request: what the parser refuses, and headers that come too late. */
  refused(status: number): void;
  /** A request that leaves HTTP (WebSocket): no response object, the answer is written to the socket. */
  upgraded(request: IncomingMessage, socket: Duplex): void;
}

interface ParserError extends Error {
  readonly code?: string;
}

interface ServerSocket extends Duplex {
  /** The response that is being written on this connection. */
  readonly _httpMessage?: object | null;
}

/** What Node answers by itself. Source: `socketOnError` in lib/_http_server.js of Node 20 to 24. */
const statusByCode: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

const watched = new WeakSet<Server>();

/**
 * Sees the events of a server for which no request is emitted. Adding a listener would change what Node does: with one for
 * `clientError` it no longer answers, with one for `upgrade` it no longer treats the request as an ordinary one.
 */
export function watchServer(server: Server, events: ServerEvents): void {
  if (watched.has(server)) return;
  watched.add(server);
  const emit = server.emit as (...values: unknown[]) => boolean;
  // Called for every event of the server, requests among them: it must add next to nothing.
  server.emit = function watchedEmit(this: Server, ...values: unknown[]): boolean {
    const [event, subject, socket] = values;
    if (event === 'clientError') {
      const status = refusedStatus(subject as ParserError, socket as ServerSocket);
      if (status !== undefined) events.refused(status);
    } else if (event === 'upgrade' || event === 'connect') {
      if (server.listenerCount(event) > 0) events.upgraded(subject as IncomingMessage, socket as Duplex);
    }
    return emit.apply(this, values);
  } as Server['emit'];
}

/** Undefined for what is no request: a connection that broke, or garbage after a request that is being answered. */
function refusedStatus({ code = '' }: ParserError, socket: ServerSocket): number | undefined {
  if (socket._httpMessage) return undefined;
  return statusByCode[code] ?? (code.startsWith('HPE_') ? 400 : undefined);
}
