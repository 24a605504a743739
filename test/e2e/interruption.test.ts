import { existsSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { attestIn, processesOf, verdictIn } from './command-line.js';
import { nothing, watchedFolder } from './watched-folder.js';

const folder = watchedFolder();

describe('a run that is interrupted', () => {
  it.each([
    ['while the platform comes up', 'tools found'],
    ['after the region was lost', 'failure detected'],
  ])('by Ctrl-C %s is inconclusive, keeps what was seen and leaves nothing behind', async (_when, said) => {
    const run = attestIn(folder.path, 'gameday', 'region-loss');
    await run.said(said);
    run.child.kill('SIGINT');
    const { exitCode } = await run.ended;
    expect(exitCode).toBe(3);
    expect(await verdictIn(folder.path)).toMatchObject({
      interrupted: true,
      summary: { held: 0, broken: 0 },
    });
    expect(folder.left()).toEqual(nothing);
  });

  it('by SIGKILL leaves nothing behind, and the next run is clean', async () => {
    const run = attestIn(folder.path, 'up');
    await run.said('reference platform is up');
    expect(processesOf(folder.path).length).toBeGreaterThan(20);
    run.child.kill('SIGKILL');
    await run.ended;
    await vi.waitFor(() => expect(folder.left()).toEqual(nothing), { timeout: 30_000, interval: 250 });

    const next = attestIn(folder.path, 'up');
    await next.said('reference platform is up');
    next.child.kill('SIGINT');
    expect((await next.ended).exitCode).toBe(0);
    expect(folder.left()).toEqual(nothing);
    expect(existsSync(`${folder.path}/.attest/state`)).toBe(true);
  });
});
