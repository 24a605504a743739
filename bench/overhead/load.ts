import { connect, type Socket } from 'node:net';

export interface LoadOptions {
  readonly port: number;
  readonly requests: number;
  readonly connections: number;
  /** The path of the n-th request. */
  readonly path: (index: number) => string;
  /** Requests a second over all connections; without it each connection sends as soon as it has its answer. */
  readonly rate?: number;
}

export interface LoadResult {
  readonly statuses: ReadonlyMap<number, number>;
  readonly latenciesMs: readonly number[];
}

/** A client that costs little: raw sockets, kept alive, one request at a time on each. */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const { port, requests, connections, path, rate } = options;
  const statuses = new Map<number, number>();
  const latenciesMs: number[] = [];
  const startMs = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    const socket = connect(port, '127.0.0.1').setNoDelay();
    const exchange = exchanger(socket);
    try {
      for (let index = next++; index < requests; index = next++) {
        if (rate !== undefined) await until(startMs + (index * 1000) / rate);
        const sentMs = performance.now();
        const status = await exchange(
          `GET ${path(index)} HTTP/1.1\r\nHost: bench\r\nAccept: application/json\r\n\r\n`,
        );
        latenciesMs.push(performance.now() - sentMs);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    } finally {
      socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return { statuses, latenciesMs };
}

function until(atMs: number): Promise<void> | undefined {
  const waitMs = atMs - performance.now();
  return waitMs > 1 ? new Promise((resolve) => setTimeout(resolve, waitMs)) : undefined;
}

function exchanger(socket: Socket): (request: string) => Promise<number> {
  let received = '';
  let answered: ((status: number) => void) | undefined;
  let failed: ((error: Error) => void) | undefined;
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    received += chunk;
    const end = received.indexOf('\r\n\r\n');
    if (end === -1) return;
    const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
    if (received.length < end + 4 + length) return;
    const status = Number(received.slice(9, 12));
    received = received.slice(end + 4 + length);
    answered?.(status);
  });
  socket.on('error', (error) => failed?.(error));
  socket.on('close', () => failed?.(new Error('the server closed the connection')));
  return (request) =>
    new Promise((resolve, reject) => {
      answered = resolve;
      failed = reject;
      socket.write(request);
    });
}
