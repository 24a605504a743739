import { request } from 'undici';

/** Rejects with the status, or with why there was no answer; `what` is the URL. */
export async function getJson<T>(url: string, signal: AbortSignal): Promise<T> {
  return (await send('GET', url, undefined, signal)) as T;
}

export function sendJson(
  method: 'POST' | 'PUT',
  url: string,
  body: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  return send(method, url, body, signal);
}

async function send(
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  body: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  const answer = await request(url, {
    method,
    signal,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300)
    throw new Error(`${method} ${url}: ${answer.statusCode} ${text.slice(0, 200)}`);
  return text.startsWith('{') ? JSON.parse(text) : text;
}
