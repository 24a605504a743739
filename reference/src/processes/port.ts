import { once } from 'node:events';
import { Socket } from 'node:net';
import { freePort, noFreePort } from '@attest/loadtests';
import { BedError } from '../bed-error.js';

/** A loopback port that nothing listens on now. For programs that cannot be told to take any port. @throws BedError `port-taken` */
export async function pickPort(): Promise<number> {
  const port = await freePort();
  if (port !== undefined) return port;
  throw new BedError({ code: 'port-taken', ...noFreePort });
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
