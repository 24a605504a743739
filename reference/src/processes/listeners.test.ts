import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { listenersOf, listeningInodes } from './listeners.js';
import { listProcesses } from './process-table.js';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2328 00000000:0000 0A 00000000:00000000 00:00000000 00000000 65534        0 4242 1 0000000000000000 100 0 0 10 0
   1: 0100007F:2328 0100007F:A000 01 00000000:00000000 00:00000000 00000000 65534        0 4343 1 0000000000000000 20 4 30 10 -1
`;

describe('who listens on a port', () => {
  it('is read from listening sockets only, not from connections that use the port', () => {
    expect([...listeningInodes(9000, table)]).toEqual(['4242']);
    expect([...listeningInodes(9001, table)]).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('finds this process behind a port of its own', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(listenersOf(port, listProcesses())?.map(({ pid }) => pid)).toEqual([process.pid]);
    server.close();
  });
});
