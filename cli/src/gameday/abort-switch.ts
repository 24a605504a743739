import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface AbortSwitch {
  /** Where one POST ends the run. */
  readonly url: string;
  close(): void;
}

/** Of standard input, where it is a terminal. */
export type Keys = Pick<NodeJS.ReadStream, 'isTTY' | 'setRawMode' | 'on' | 'off' | 'resume' | 'pause'>;

/**
 * Ends a run by one key, or by one request from this machine: whoever sees customers suffer has no time to look for a process.
 *
 * @param abort told how it was asked, once
 */
export async function abortSwitch(
  abort: (how: string) => void,
  keys: Keys = process.stdin,
): Promise<AbortSwitch> {
  let isAborted = false;
  const once = (how: string) => {
    if (!isAborted) abort(how);
    isAborted = true;
  };
  const server = createServer((request, response) => {
    const isAsked = request.method === 'POST' && request.url === '/abort';
    if (isAsked) once('the abort request');
    response
      .writeHead(isAsked ? 202 : 404, { 'content-type': 'text/plain' })
      .end(isAsked ? 'ending the run, undoing what was broken\n' : 'POST /abort ends the run\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  const onKey = (data: Buffer) => {
    const typed = data.toString();
    if (/q/i.test(typed)) once('the key q');
    // In raw mode nobody else turns Ctrl-C into a signal.
    if (typed.includes('\u0003')) process.kill(process.pid, 'SIGINT');
  };
  if (keys.isTTY) {
    keys.setRawMode(true);
    keys.on('data', onKey);
    keys.resume();
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/abort`,
    close() {
      server.close();
      server.closeAllConnections();
      if (!keys.isTTY) return;
      keys.off('data', onKey);
      keys.setRawMode(false);
      keys.pause();
    },
  };
}
