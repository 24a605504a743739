import { describe, expect, it, vi } from 'vitest';
import { attestIn, pidOf, verdictIn } from './command-line.js';
import { nothing, watchedFolder } from './watched-folder.js';

const folder = watchedFolder();

describe('a run that is interrupted', () => {
  it('by Ctrl-C before anything is broken is inconclusive, keeps what was seen and leaves nothing behind', async () => {
    const run = attestIn(folder.path, 'gameday', 'region-loss');
    await run.said('price of zero loss');
    run.child.kill('SIGINT');
    expect((await run.ended).exitCode).toBe(3);
    expect(await verdictIn(folder.path)).toMatchObject({
      interrupted: true,
      summary: { held: 0, broken: 0 },
    });
    expect(folder.left()).toEqual(nothing);
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
    expect(folder.left()).toEqual(nothing);
  });

  it('by SIGKILL while processes are halted leaves nothing behind either', async () => {
    const run = attestIn(folder.path, 'gameday', 'database-pause');
    await run.said(/database-pause.*proven by/);
    run.child.kill('SIGKILL');
    await run.ended;
    await vi.waitFor(() => expect(folder.left()).toEqual(nothing), { timeout: 30_000, interval: 250 });
  });
});
