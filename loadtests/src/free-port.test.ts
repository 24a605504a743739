import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it, vi } from 'vitest';
import { freePort, portRange } from './free-port.js';

const chosen = vi.hoisted(() => ({ ports: [] as number[] }));
vi.mock('node:crypto', () => ({
  randomInt: (first: number, last: number) => chosen.ports.shift() ?? Math.floor((first + last) / 2),
}));

it('a port that somebody listens on is passed over', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  chosen.ports.push(port, portRange.first + 7);
  expect(await freePort()).toBe(portRange.first + 7);
  chosen.ports.push(...Array.from({ length: portRange.attempts }, () => port));
  expect(await freePort()).toBeUndefined();
  taken.close();
});

it('no port is one that systems give to outgoing connections', () => {
  expect(portRange.last).toBeLessThan(32_768);
});
