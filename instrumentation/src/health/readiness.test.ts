import { describe, expect, it } from 'vitest';
import { type Check, createReadiness, type ReadinessClock } from './readiness.js';

function fakeClock() {
  let nowMs = 0;
  const timers = new Set<{ atMs: number; call: () => void }>();
  const clock: ReadinessClock = {
    nowMs: () => nowMs,
    after: (milliseconds, call) => {
      const timer = { atMs: nowMs + milliseconds, call };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };
  const advance = (milliseconds: number): void => {
    nowMs += milliseconds;
    for (const timer of timers) {
      if (timer.atMs > nowMs) continue;
      timers.delete(timer);
      timer.call();
    }
  };
  return { clock, advance, timers };
}

describe('readiness', () => {
  it('is ready when nothing is needed', async () => {
    expect(await createReadiness().read()).toEqual({ status: 'ready', checks: {} });
  });

  it('asks every dependency once for a herd of a thousand probes', async () => {
    const { clock, advance } = fakeClock();
    let asked = 0;
    const check: Check = async () => {
      asked++;
    };
    const readiness = createReadiness({ checks: { a: check, b: check }, clock });
    const herd = (): Promise<unknown> => Promise.all(Array.from({ length: 1000 }, () => readiness.read()));
    await herd();
    advance(999);
    await herd();
    expect(asked).toBe(2);
    advance(1);
    await herd();
    expect(asked).toBe(4);
  });

  it('says which dependency failed and how, without its message', async () => {
    const { clock } = fakeClock();
    const readiness = createReadiness({
      clock,
      checks: {
        database: async () => {
          throw Object.assign(new Error('connect to secret.host'), { code: 'ECONNREFUSED' });
        },
        cache: () => {
          throw new TypeError('synchronous');
        },
        flag: () => false,
        fine: () => 'anything',
      },
    });
    expect(await readiness.read()).toEqual({
      status: 'not ready',
      checks: {
        database: { status: 'failed', durationMs: 0, error: 'ECONNREFUSED' },
        cache: { status: 'failed', durationMs: 0, error: 'TypeError' },
        flag: { status: 'failed', durationMs: 0 },
        fine: { status: 'ok', durationMs: 0 },
      },
    });
  });

  it('gives up on a dependency that does not answer, tells it so, and does not ask it again for a while', async () => {
    const { clock, advance, timers } = fakeClock();
    const signals: AbortSignal[] = [];
    let answer: () => void = () => {};
    const hangs: Check = (signal) => {
      signals.push(signal);
      return new Promise<void>((resolve) => {
        answer = resolve;
      });
    };
    const readiness = createReadiness({ checks: { hangs }, clock });
    const first = readiness.read();
    await Promise.resolve();
    advance(2000);
    expect((await first).checks.hangs).toEqual({ status: 'timeout', durationMs: 2000 });
    expect(signals[0]?.aborted).toBe(true);
    advance(1000);
    expect((await readiness.read()).checks.hangs).toEqual({ status: 'timeout', durationMs: 3000 });
    expect(signals).toHaveLength(1);
    advance(27_000);
    const later = readiness.read();
    await Promise.resolve();
    expect(signals).toHaveLength(2);
    answer();
    expect((await later).status).toBe('ready');
    expect(timers.size).toBe(0);
  });

  it('is off while the process drains, whatever the dependencies say', async () => {
    const readiness = createReadiness({ draining: () => true, checks: { a: () => 'ok' } });
    expect(await readiness.read()).toEqual({ status: 'draining', checks: {} });
  });
});
