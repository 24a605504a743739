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
  socket.on('error', () => undefined);
  socket.connect(port, '127.0.0.1', () => socket.write(greetings[greeting]));
  try {
    return await firstSign(socket, timeoutMs);
  } finally {
    socket.destroy();
  }
}

/** A connection that is there before something is done to its link. */
export class StandingConnection {
  private constructor(
    private readonly socket: Socket,
    private readonly greeting: Greeting,
  ) {}

  /**
   * PostgreSQL answers a first greeting and waits for more; whoever else would end the connection after it is not greeted yet.
   * `undefined` when nobody is there: what is silent before proves nothing by being silent afterwards.
   */
  static async open(
    port: number,
    greeting: Greeting,
    roundTripMs: number,
    patienceMs: number,
  ): Promise<StandingConnection | undefined> {
    const socket = new Socket();
    socket.on('error', () => undefined);
    socket.connect(port, '127.0.0.1');
    if (greeting === 'postgres') socket.write(greetings.postgres);
    const sign = await firstSign(
      socket,
      greeting === 'postgres' ? roundTripMs + patienceMs : roundTripMs + closedWithinMs,
    );
    if (sign === (greeting === 'postgres' ? 'bytes' : 'silence'))
      return new StandingConnection(socket, greeting);
    socket.destroy();
    return undefined;
  }

  /** What comes back to a greeting over it. PostgreSQL refuses a second one, which is an answer. */
  async ask(timeoutMs: number): Promise<ProbeAnswer> {
    if (this.socket.destroyed) return 'closed';
    this.socket.write(greetings[this.greeting]);
    return firstSign(this.socket, timeoutMs);
  }

  close(): void {
    this.socket.destroy();
  }
}

/** On one machine: how soon a link whose far end is gone is closed, beyond its round trip. */
const closedWithinMs = 100;

async function firstSign(socket: Socket, timeoutMs: number): Promise<ProbeAnswer> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), timeoutMs);
  const sign = (event: string, answer: ProbeAnswer) =>
    once(socket, event, { signal: over.signal }).then(() => answer);
  try {
    return await Promise.race([sign('data', 'bytes'), sign('close', 'closed')]);
  } catch {
    return over.signal.aborted ? 'silence' : 'closed';
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}
