import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { SqlClient } from './sql-client.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const message = (type: string, body: Buffer) => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
};
const authenticated = message('R', Buffer.alloc(4));
const ready = message('Z', Buffer.from('I'));
const done = message('C', Buffer.from('SELECT 0\0'));
const refused = (code: string) => message('E', Buffer.from(`SFATAL\0C${code}\0Mno\0\0`));

/** Refuses the first so many who come (frontend/backend protocol 3), and answers each query of the others with no rows. */
async function serverThatRefuses(times: number, code: string) {
  const seen = { came: 0 };
  const server = createServer((socket) => {
    seen.came += 1;
    const isRefused = seen.came <= times;
    let greeted = false;
    socket.on('error', () => undefined);
    socket.on('data', () => {
      if (isRefused) socket.end(refused(code));
      else socket.write(Buffer.concat(greeted ? [done, ready] : [authenticated, ready]));
      greeted = true;
    });
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { seen, url: `postgres://us:er@127.0.0.1:${(server.address() as AddressInfo).port}/platform` };
}

it('asks a server again that has no connection left', async () => {
  const { seen, url } = await serverThatRefuses(2, '53300');
  const client = new SqlClient(() => url, { attemptsWhenFull: 3 });
  expect(await client.query('select', [])).toEqual([]);
  expect(seen.came).toBe(3);
  await client.close();
});

it('gives up after so many attempts, and at once unless told otherwise', async () => {
  for (const attemptsWhenFull of [1, 2]) {
    const { seen, url } = await serverThatRefuses(9, '53300');
    const client = new SqlClient(() => url, { attemptsWhenFull });
    await expect(client.query('select', [])).rejects.toMatchObject({ code: '53300' });
    expect(seen.came).toBe(attemptsWhenFull);
    await client.close();
  }
});

it('does not ask again who refuses for another reason', async () => {
  const { seen, url } = await serverThatRefuses(9, '28P01');
  const client = new SqlClient(() => url, { attemptsWhenFull: 3 });
  await expect(client.query('select', [])).rejects.toMatchObject({ code: '28P01' });
  expect(seen.came).toBe(1);
  await client.close();
});
