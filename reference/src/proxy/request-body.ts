import type { IncomingMessage } from 'node:http';

/** A request's body never exceeds this; larger ones are answered with 413. */
const maxBodyBytes = 1024 * 1024;

/**
 * Collects a request's body, then calls back: with the body, `undefined` when the request has none, or `'too-large'`.
 * Never calls back when the client goes away first. Held back until complete, so that a slow client cannot occupy an upstream connection.
 */
export function collectBody(
  request: IncomingMessage,
  done: (body: Buffer | undefined | 'too-large') => void,
): void {
  if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined) {
    request.resume();
    done(undefined);
    return;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
  });
  request.on('end', () => {
    if (bytes > maxBodyBytes) done('too-large');
    else done(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, bytes));
  });
}
