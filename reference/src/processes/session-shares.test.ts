import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { SessionShares, shareOf } from './session-shares.js';

const started: ChildProcess[] = [];

/** A session of so many programs, which end by themselves should nobody end them. */
async function session(programs = 1): Promise<number> {
  const others = 'sleep 60 & '.repeat(programs - 1);
  const child = spawn('sh', ['-c', `${others} echo up; exec sleep 60`], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  started.push(child);
  await once(child.stdout, 'data');
  return child.pid ?? 0;
}

afterEach(() => {
  for (const { pid } of started.splice(0)) {
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // One of them has ended in its test.
    }
  }
});

const mayTakeMore = process.getuid?.() === 0;

// A system whose kernel knows no such shares has nothing that could be tested.
describe.runIf(shareOf(process.pid) !== undefined)('the shares of sessions', () => {
  it('are the least until all are up, and then one for every program, for who may take more than the usual', async () => {
    const [one, nine] = [await session(), await session(9)];
    const shares = new SessionShares();
    shares.add(one);
    shares.add(nine);
    await expect.poll(() => [shareOf(one), shareOf(nine)], { timeout: 20_000 }).toEqual([19, 19]);
    await shares.settle();
    expect([shareOf(one), shareOf(nine)]).toEqual([0, mayTakeMore ? -10 : 0]);
  });

  it('stay what they are for what comes later', async () => {
    const shares = new SessionShares();
    await shares.settle();
    const later = await session();
    shares.add(later);
    await shares.settle();
    expect(shareOf(later)).toBe(0);
  });

  it('are nobody’s when the session has ended meanwhile', async () => {
    const shares = new SessionShares();
    const gone = await session();
    const ended = once(started.at(-1) as ChildProcess, 'exit');
    shares.add(gone);
    process.kill(-gone, 'SIGKILL');
    await ended;
    await shares.settle();
    expect(shareOf(gone)).toBeUndefined();
  });
});
