import { once } from 'node:events';
import { Socket } from 'node:net';

/** What makes any server of the bed answer at once, without doing anything. */
const greetings = {
  /** SSLRequest; answered with one byte (PostgreSQL, "Message Formats"). */
  postgres: Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]),
  /** Not HTTP: answered with 400 by the parser, so that no route is called and no request is counted. SMTP servers speak first. */
  other: Buffer.from('ATTEST\r\n\r\n'),
};

export type Greeting = keyof typeof greetings;

/** What came back through a link within the time: bytes, nothing, or the end of the connection. */
export type ProbeAnswer = 'bytes' | 'silence' | 'closed';

/** Connects, greets, and waits for the first sign of life. */
export async function probe(port: number, greeting: Greeting, timeoutMs: number): Promise<ProbeAnswer> {
  const socket = new Socket();
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), timeoutMs);
  socket.on('error', () => undefined);
  socket.connect(port, '127.0.0.1', () => socket.write(greetings[greeting]));
  try {
    const sign = (event: string, answer: ProbeAnswer) =>
      once(socket, event, { signal: over.signal }).then(() => answer);
    return await Promise.race([sign('data', 'bytes'), sign('close', 'closed')]);
  } catch {
    return over.signal.aborted ? 'silence' : 'closed';
  } finally {
    clearTimeout(timer);
    over.abort();
    socket.destroy();
  }
}
