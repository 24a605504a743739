import { once } from 'node:events';
import { Socket } from 'node:net';
import { freePort, portRange } from '@attest/loadtests';
import { BedError } from '../bed-error.js';

/** A loopback port that nothing listens on now. For programs that cannot be told to take any port. @throws BedError `port-taken` */
export async function pickPort(): Promise<number> {
  const port = await freePort();
  if (port !== undefined) return port;
  const { first, last, attempts } = portRange;
  throw new BedError({
    code: 'port-taken',
    message: `None of ${attempts} loopback ports between ${first} and ${last} is free.`,
    fix: 'End programs that hold ports in this range (ss -ltnp).',
  });
}

export async function isListening(port: number): Promise<boolean> {
  const socket = new Socket();
  try {
    const connected = once(socket, 'connect');
    socket.connect(port, '127.0.0.1');
    await connected;
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
