import { describe, expect, it } from 'vitest';
import { CachedName, type CnameAnswer } from './cached-name.js';

function setUp(answers: (CnameAnswer | Error)[]) {
  const clock = { nowMs: 0 };
  const asked: number[] = [];
  const name = new CachedName(
    async () => {
      asked.push(clock.nowMs);
      const answer = answers.shift();
      if (answer === undefined || answer instanceof Error) throw answer ?? new Error('no answer');
      return answer;
    },
    () => clock.nowMs,
  );
  return { clock, asked, name };
}

const a = { target: 'a.db.attest.test', ttlSeconds: 5 };
const b = { target: 'b.db.attest.test', ttlSeconds: 5 };

describe('a cached name', () => {
  it('is asked for once while its time to live lasts, and tells what is left of it', async () => {
    const { clock, asked, name } = setUp([a, b]);
    expect(await name.get()).toEqual(a);
    clock.nowMs = 4_000;
    expect(await name.get()).toEqual({ target: a.target, ttlSeconds: 1 });
    clock.nowMs = 5_000;
    expect(await name.get()).toEqual(b);
    expect(asked).toEqual([0, 5_000]);
  });

  it('asks one question for callers that come together', async () => {
    const { asked, name } = setUp([a]);
    expect(await Promise.all([name.get(), name.get()])).toEqual([a, a]);
    expect(asked).toHaveLength(1);
  });

  it('keeps the last answer while the server is silent, and tries again soon', async () => {
    const { clock, asked, name } = setUp([a, new Error('silent'), b]);
    await name.get();
    clock.nowMs = 5_000;
    expect(await name.get()).toEqual({ target: a.target, ttlSeconds: 1 });
    clock.nowMs = 6_000;
    expect(await name.get()).toEqual(b);
    expect(asked).toEqual([0, 5_000, 6_000]);
  });

  it('rejects where there never was an answer, and does not remember the failure', async () => {
    const { name } = setUp([new Error('silent'), a]);
    await expect(name.get()).rejects.toThrow('silent');
    expect(await name.get()).toEqual(a);
  });
});
