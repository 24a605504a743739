import type { ProbeAnswer, Send } from './probe-target.js';

/** Node's error codes by the numbers that k6 has for the same. */
const k6Codes: Readonly<Record<string, number>> = {
  ECONNREFUSED: 1212,
  ECONNRESET: 1220,
  EPIPE: 1220,
  UND_ERR_SOCKET: 1220,
  ENOTFOUND: 1101,
  EAI_AGAIN: 1101,
  UND_ERR_CONNECT_TIMEOUT: 1050,
  UND_ERR_HEADERS_TIMEOUT: 1050,
  EPROTO: 1300,
};

/** Sends one request over Node's own client: redirects are not followed, and nothing is thrown. */
export function sendHttp(timeoutMs: number, monotonicMs: () => number): Send {
  return async ({ method, url, headers, body }): Promise<ProbeAnswer> => {
    const started = monotonicMs();
    try {
      const response = await fetch(url, {
        method,
        headers,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined ? {} : { body }),
      });
      const text = await response.text();
      return {
        status: response.status,
        errorCode: 0,
        error: '',
        contentType: (response.headers.get('content-type') ?? '').toLowerCase(),
        body: text,
        ms: monotonicMs() - started,
        header: (name) => response.headers.get(name) ?? undefined,
      };
    } catch (error) {
      const { code, message } = rootOf(error);
      const isTls = /^ERR_(TLS|SSL)|CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code);
      const isLate = error instanceof Error && error.name === 'TimeoutError';
      return {
        status: 0,
        errorCode: isTls ? 1300 : isLate ? 1050 : (k6Codes[code] ?? 1000),
        error: code === '' || message.includes(code) ? message : `${code}: ${message}`,
        contentType: '',
        body: undefined,
        ms: monotonicMs() - started,
        header: () => undefined,
      };
    }
  };
}

/** What `fetch failed` is really about. */
function rootOf(error: unknown): { code: string; message: string } {
  let root = error;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  if (root instanceof AggregateError && root.errors[0] instanceof Error) root = root.errors[0];
  const { code = '', message = String(root) } = root as { code?: unknown; message?: string };
  return { code: String(code), message };
}
