import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

const loopback = '127.0.0.1';

/**
 * Below the ranges from which systems take ports for outgoing connections (Linux 32768–60999, macOS from 49152): one of those may be
 * taken before whoever is told of it listens, and a server that is killed must find its port free when it comes back.
 */
export const portRange = { first: 15_000, last: 32_000, attempts: 50 } as const;

/** What to say where there was none. */
export const noFreePort = {
  message: `None of ${portRange.attempts} loopback ports between ${portRange.first} and ${portRange.last} is free.`,
  fix: 'End programs that hold ports in this range (ss -ltnp).',
} as const;

/** A loopback port that nothing listens on now, for programs that cannot be told to take any; `undefined` when none was found. */
export async function freePort(): Promise<number | undefined> {
  for (let attempt = 0; attempt < portRange.attempts; attempt += 1) {
    const port = randomInt(portRange.first, portRange.last);
    if (await canListen(port)) return port;
  }
  return undefined;
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer();
  try {
    const listening = once(server, 'listening');
    server.listen(port, loopback);
    await listening;
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
