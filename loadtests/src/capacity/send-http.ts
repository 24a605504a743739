import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { ProbeAnswer, Send } from './probe-target.js';

/** Node's error codes by the numbers that k6 has for the same. */
const k6Codes: Readonly<Record<string, number>> = {
  ECONNREFUSED: 1212,
  ECONNRESET: 1220,
  EPIPE: 1220,
  ENOTFOUND: 1101,
  EAI_AGAIN: 1101,
  ETIMEDOUT: 1050,
};

/** Sends one request over Node's own client, each on a connection of its own: redirects are not followed, nothing is thrown. */
export function sendHttp(timeoutMs: number, monotonicMs: () => number): Send {
  return ({ method, url, headers, body }) => {
    const started = monotonicMs();
    return new Promise<ProbeAnswer>((resolve) => {
      const fail = (error: NodeJS.ErrnoException) => resolve(failed(error, monotonicMs() - started));
      const send = url.startsWith('https:') ? requestHttps : requestHttp;
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const request = send(url, { method, headers: { ...headers, ...length }, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('error', fail);
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const header = (name: string) => {
            const value = response.headers[name.toLowerCase()];
            return Array.isArray(value) ? value.join(', ') : value;
          };
          resolve({
            status: response.statusCode ?? 0,
            errorCode: 0,
            error: '',
            contentType: (header('content-type') ?? '').toLowerCase(),
            body: Buffer.concat(chunks).toString('utf8'),
            ms: monotonicMs() - started,
            header,
          });
        });
      });
      request.on('error', fail);
      // Not only for silence: a body that trickles must end, too.
      const timer = setTimeout(() => {
        request.destroy(
          Object.assign(new Error(`no answer within ${timeoutMs / 1000} s`), { code: 'ETIMEDOUT' }),
        );
      }, timeoutMs);
      request.on('close', () => clearTimeout(timer));
      request.end(body);
    });
  };
}

function failed(error: NodeJS.ErrnoException, ms: number): ProbeAnswer {
  // A host with several addresses fails with all of their errors together.
  const root: NodeJS.ErrnoException = error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  const code = String(root.code ?? '');
  const isTls = /^EPROTO|^ERR_(TLS|SSL)|CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code);
  // OpenSSL adds lines about its own sources.
  const [message = ''] = root.message.split('\n');
  const said = isTls && message.length > 100 ? '' : message;
  return {
    status: 0,
    errorCode: isTls ? 1300 : (k6Codes[code] ?? 1000),
    error: [code, said]
      .filter((part, index) => part !== '' && !(index === 0 && said.includes(part)))
      .join(': '),
    contentType: '',
    body: undefined,
    ms,
    header: () => undefined,
  };
}
