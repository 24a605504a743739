import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { listenOnLoopback } from '../proxy/listen.js';
import { StandingConnection } from './probe.js';

describe('a connection from before', () => {
  const sockets: Socket[] = [];
  let server: Server | undefined;
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server?.close();
  });

  /** Answers every greeting with a byte, as long as `carries` says so; a dead one ends every connection. */
  async function serve(carries: () => boolean, dead = false) {
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      if (dead) socket.destroy();
      socket.on('data', () => {
        if (carries()) socket.write('N');
      });
    });
    return listenOnLoopback(server as Parameters<typeof listenOnLoopback>[0]);
  }
  const open = (port: number) => StandingConnection.open(port, 'postgres', 0, 2000);

  it('is silent once nothing passes any more', async () => {
    let carries = true;
    const standing = await open(await serve(() => carries));
    carries = false;
    expect(await standing?.ask(100)).toBe('silence');
    standing?.close();
  });

  it('gives away a cut that only new connections meet', async () => {
    const standing = await open(await serve(() => true));
    server?.close();
    expect(await standing?.ask(2000)).toBe('bytes');
    standing?.close();
  });

  it('gives away a cut that tells those who are connected', async () => {
    const standing = await open(await serve(() => true));
    for (const socket of sockets) socket.destroy();
    expect(await standing?.ask(2000)).toBe('closed');
  });

  it('is none where nobody answers, or nobody is there', async () => {
    expect(await StandingConnection.open(await serve(() => false), 'postgres', 0, 100)).toBeUndefined();
    server?.close();
    expect(await StandingConnection.open(await serve(() => true, true), 'other', 0, 100)).toBeUndefined();
  });
});
