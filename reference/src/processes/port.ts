import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, Socket } from 'node:net';
import { BedError } from '../bed-error.js';

const loopback = '127.0.0.1';

/**
 * Below the ranges from which systems take ports for outgoing connections (Linux 32768–60999, macOS from 49152): a server that
 * is killed must find its port free when it comes back.
 */
const firstPort = 15_000;
const lastPort = 32_000;
const attempts = 50;

/** A loopback port that nothing listens on now. For programs that cannot be told to take any port. */
export async function pickPort(): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = randomInt(firstPort, lastPort);
    if (await canListen(port)) return port;
  }
  throw new BedError({
    code: 'port-taken',
    message: `None of ${attempts} loopback ports between ${firstPort} and ${lastPort} is free.`,
    fix: 'End programs that hold ports in this range (ss -ltnp).',
  });
}

export async function isListening(port: number): Promise<boolean> {
  const socket = new Socket();
  try {
    const connected = once(socket, 'connect');
    socket.connect(port, loopback);
    await connected;
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
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
