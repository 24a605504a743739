import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Objects become JSON. */
  readonly body?: unknown;
  /** Accepts the request and never answers, or ends the connection without an answer. */
  readonly instead?: 'hang' | 'reset';
}

/** A local server that gives these answers in turn, the last one for ever, and keeps what it heard. It keeps no process alive. */
export async function scriptedServer(
  ...answers: readonly (ScriptedAnswer | ((heard: Heard) => ScriptedAnswer))[]
): Promise<{ url: string; heard: Heard[] }> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const it = { method, path, headers, body: text === '' ? undefined : JSON.parse(text) };
      const scripted = answers[Math.min(heard.length, answers.length - 1)] ?? {};
      heard.push(it);
      const answer = typeof scripted === 'function' ? scripted(it) : scripted;
      if (answer.instead === 'hang') return;
      if (answer.instead === 'reset') return void request.socket.destroy();
      const { status = 200, body = '' } = answer;
      const json = typeof body !== 'string';
      response
        .writeHead(status, { 'content-type': json ? 'application/json' : 'text/plain', ...answer.headers })
        .end(json ? JSON.stringify(body) : body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
}
