import { get } from 'node:http';

export interface ProbeAnswer {
  /** Answered in time with 200 to 399, the range that Kubernetes calls success. */
  readonly ok: boolean;
  /** True when something answered, whatever it said. */
  readonly answered: boolean;
  /** For people: the status, or why there was none. */
  readonly detail: string;
  /** The answer's body, at most 4 KiB of it; empty without an answer. */
  readonly body: string;
  readonly headers: NodeJS.Dict<string | string[]>;
}

const maxProbeBodyBytes = 4096;

/** Asks once, on a connection of its own: one that was kept could be alive where new ones are not. Never rejects. */
export function probe(url: string, timeoutMs: number, signal?: AbortSignal): Promise<ProbeAnswer> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, ...(signal ? { signal } : {}) });
    const timer = setTimeout(() => {
      finish({ ...noAnswer, detail: `no answer within ${timeoutMs} ms` });
      request.destroy();
    }, timeoutMs);
    const finish = (answer: ProbeAnswer) => {
      clearTimeout(timer);
      resolve(answer);
    };
    request.on('error', (error: NodeJS.ErrnoException) =>
      finish({ ...noAnswer, detail: error.code ?? error.message }),
    );
    request.on('response', (response) => {
      const status = response.statusCode ?? 0;
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        if (body.length < maxProbeBodyBytes) body += chunk;
      });
      response.on('error', () => {});
      response.on('close', () => {
        const ok = response.complete && status >= 200 && status < 400;
        finish({
          ok,
          answered: true,
          detail: response.complete ? `status ${status}` : `status ${status}, then cut off`,
          body,
          headers: response.headers,
        });
      });
    });
  });
}

const noAnswer = { ok: false, answered: false, body: '', headers: {} };
