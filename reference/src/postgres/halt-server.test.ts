import { type ChildProcess, spawn } from 'node:child_process';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { identify, type ProcessIdentity } from '../processes/process-identity.js';
import { isHalted } from '../processes/process-table.js';
import { proveHalted } from './halt-server.js';

let sleepers: ChildProcess[] = [];
let silent: Server;
let port: number;
beforeEach(async () => {
  silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  ({ port } = silent.address() as AddressInfo);
});
afterEach(() => {
  for (const sleeper of sleepers) sleeper.kill('SIGKILL');
  sleepers = [];
  silent.close();
});

function sleeper(): ProcessIdentity {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  sleepers.push(child);
  return identify(child.pid ?? 0) as ProcessIdentity;
}

async function halted(): Promise<ProcessIdentity> {
  const it = sleeper();
  process.kill(it.pid, 'SIGSTOP');
  await vi.waitFor(() => expect(isHalted(it.pid)).toBe(true));
  return it;
}

async function ended(): Promise<ProcessIdentity> {
  const it = sleeper();
  process.kill(it.pid, 'SIGKILL');
  await vi.waitFor(() => expect(identify(it.pid)).toBeUndefined());
  return it;
}

describe('the proof that a server is halted', () => {
  const processes = async (of: readonly ProcessIdentity[]) => (await proveHalted('here', of, port))[0];

  it('holds when all of it stands still', async () => {
    expect(await processes([await halted(), await halted()])).toMatchObject({
      ok: true,
      observed: '2 halted, 0 not',
    });
  });

  it('holds when a child ended before the signal came', async () => {
    expect(await processes([await halted(), await ended()])).toMatchObject({
      ok: true,
      observed: '1 halted, 1 ended, 0 not',
    });
  });

  it.each([
    ['a child goes on', async () => [await halted(), sleeper()]],
    ['the postmaster goes on', async () => [sleeper(), await halted()]],
    ['the postmaster has ended', async () => [await ended(), await halted()]],
    ['there is nobody', async () => []],
  ])('does not when %s', async (_, of) => {
    expect(await processes(await of())).toMatchObject({ ok: false });
  });
});
