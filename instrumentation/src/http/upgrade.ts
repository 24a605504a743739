import type { Duplex } from 'node:stream';

/**
 * Calls back once with the status of the answer to an upgrade, which is whatever is written to its socket first; with undefined
 * when the connection is lost before. What is sent afterwards is no HTTP and nobody's business.
 */
export function whenUpgradeIsAnswered(socket: Duplex, answered: (status: string | undefined) => void): void {
  const { write, end } = socket;
  let done = false;
  const finish = (status: string | undefined): void => {
    if (done) return;
    done = true;
    socket.write = write;
    socket.end = end;
    answered(status);
  };
  socket.write = function firstWrite(this: Duplex, ...values: unknown[]): boolean {
    finish(statusOf(values[0]));
    return (write as (...values: unknown[]) => boolean).apply(this, values);
  } as Duplex['write'];
  socket.end = function firstEnd(this: Duplex, ...values: unknown[]): Duplex {
    finish(statusOf(values[0]));
    return (end as (...values: unknown[]) => Duplex).apply(this, values);
  } as Duplex['end'];
  socket.once('close', () => finish(undefined));
}

function statusOf(chunk: unknown): string | undefined {
  if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return undefined;
  const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk.subarray(0, 16)).toString('latin1');
  return /^HTTP\/\d\.\d (\d{3})/.exec(text)?.[1];
}
