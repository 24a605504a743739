import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { ModestStart, shareOf } from './modest-start.js';

const started: ChildProcess[] = [];

/** The leader of a session, which ends by itself should nobody end it. */
function session(): number {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  started.push(child);
  return child.pid ?? 0;
}

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

// A system whose kernel knows no such shares has nothing that could be tested.
describe.runIf(shareOf(process.pid) !== undefined)('a modest start', () => {
  it('leaves the processors to others until it is over', async () => {
    const [one, other] = [session(), session()];
    const start = new ModestStart();
    start.add(one);
    start.add(other);
    await expect.poll(() => [shareOf(one), shareOf(other)], { timeout: 20_000 }).toEqual([19, 19]);
    await start.end();
    expect([shareOf(one), shareOf(other)]).toEqual([0, 0]);
  });

  it('touches nothing that comes later', async () => {
    const start = new ModestStart();
    await start.end();
    const later = session();
    start.add(later);
    await start.end();
    expect(shareOf(later)).toBe(0);
  });

  it('does not mind what has ended meanwhile', async () => {
    const start = new ModestStart();
    const gone = session();
    const ended = new Promise((resolve) => started.at(-1)?.once('exit', resolve));
    start.add(gone);
    process.kill(gone, 'SIGKILL');
    await ended;
    await start.end();
    expect(shareOf(gone)).toBeUndefined();
  });
});
