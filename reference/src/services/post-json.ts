import { Agent, request } from 'node:http';

/** One connection pool for what a worker calls. */
const agent = new Agent({ keepAlive: true, maxSockets: 20 });
const timeoutMs = 5000;

/**
 * Sends JSON and resolves with the status once the whole answer has arrived.
 * @throws when there is no answer within 5 s, or `signal` aborts
 */
export function postJson(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: unknown,
  signal?: AbortSignal,
): Promise<number> {
  const text = JSON.stringify(body);
  const limits = [AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])];
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      {
        agent,
        method: 'POST',
        signal: AbortSignal.any(limits),
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        },
      },
      (response) => {
        response.on('error', reject);
        response.on('end', () => resolve(response.statusCode ?? 0));
        response.resume();
      },
    );
    call.on('error', reject);
    call.end(text);
  });
}
