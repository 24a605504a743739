import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { attestIn, pidOf, processesOf, temporaryDirectories, verdictIn, workFolder } from './command-line.js';

let folder: Awaited<ReturnType<typeof workFolder>>;
let before: string[];
beforeEach(async () => {
  before = temporaryDirectories();
  folder = await workFolder();
});
afterEach(() => folder.remove());

const left = () => ({
  processes: processesOf(folder.path),
  directories: temporaryDirectories().filter((name) => !before.includes(name)),
});
const nothing = { processes: [], directories: [] };

describe('a run that is interrupted', () => {
  it.each([
    ['while the platform comes up', 'tools found'],
    ['before anything is broken', 'price of zero loss'],
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
    expect(left()).toEqual(nothing);
  });

  it('by the death of its load generator is inconclusive, and says what the generator said last', async () => {
    const run = attestIn(folder.path, 'gameday', 'region-loss');
    await run.said('price of zero loss');
    const pid = await vi.waitFor(() => pidOf(folder.path, 'k6-console.log'), {
      timeout: 30_000,
      interval: 50,
    });
    process.kill(pid, 'SIGKILL');
    expect((await run.ended).exitCode).toBe(3);
    const { claims } = await verdictIn(folder.path);
    expect(claims).toHaveLength(5);
    for (const { verdict, reason } of claims) {
      expect(verdict).toBe('inconclusive');
      expect(reason).toContain('k6 ended (SIGKILL)');
    }
    expect(left()).toEqual(nothing);
  });

  it('by SIGKILL while processes are halted leaves nothing behind either', async () => {
    const run = attestIn(folder.path, 'gameday', 'database-pause');
    await run.said(/database-pause.*proven by/);
    run.child.kill('SIGKILL');
    await run.ended;
    await vi.waitFor(() => expect(left()).toEqual(nothing), { timeout: 30_000, interval: 250 });
  });

  it('by SIGKILL leaves nothing behind, and the next run is clean', async () => {
    const run = attestIn(folder.path, 'up');
    await run.said('reference platform is up');
    expect(processesOf(folder.path).length).toBeGreaterThan(20);
    run.child.kill('SIGKILL');
    await run.ended;
    await vi.waitFor(() => expect(left()).toEqual(nothing), { timeout: 30_000, interval: 250 });

    const next = attestIn(folder.path, 'up');
    await next.said('reference platform is up');
    next.child.kill('SIGINT');
    expect((await next.ended).exitCode).toBe(0);
    expect(left()).toEqual(nothing);
    expect(existsSync(`${folder.path}/.attest/state`)).toBe(true);
  });
});
