import { startTelemetry, type Telemetry } from '@attest/instrumentation';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Effect } from '../consumer.js';
import type { Job } from '../job.js';
import { finalError } from '../retry-policy.js';
import { behindBreaker } from './behind-breaker.js';

const job = {} as Job;
const signal = new AbortController().signal;

let telemetry: Telemetry;
let calls: number;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  calls = 0;
  telemetry = startTelemetry({
    service: 'worker',
    region: 'us-east-1',
    environment: 'test',
    version: '1',
    metricsPort: 'off',
    drain: false,
  });
});
afterEach(async () => {
  vi.useRealTimers();
  await telemetry.shutdown();
});

function failing(error: () => Error): Effect {
  return async () => {
    calls += 1;
    throw error();
  };
}

async function tryOften(effect: Effect, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await effect(job, signal).catch(() => undefined);
}

async function state(): Promise<string | undefined> {
  const lines = (await telemetry.metrics()).split('\n');
  const one = lines.find((line) => line.startsWith('circuit_breaker_state{') && line.endsWith(' 1'));
  return one?.match(/state="(\w+)"/)?.[1];
}

describe('an effect behind a circuit breaker', () => {
  it('is no longer tried when it fails every time, is tried once after a while, and closes when that succeeds', async () => {
    let away = true;
    const effect = behindBreaker('vendor', telemetry, async () => {
      calls += 1;
      if (away) throw new Error('away');
      return {};
    });
    await tryOften(effect, 20);
    expect([calls, await state()]).toEqual([5, 'open']);
    await expect(effect(job, signal)).rejects.toThrow(/circuit/);
    vi.setSystemTime(Date.now() + 5001);
    await tryOften(effect, 3);
    expect([calls, await state()]).toEqual([6, 'open']);
    away = false;
    vi.setSystemTime(Date.now() + 5001);
    await effect(job, signal);
    expect([calls, await state()]).toEqual([7, 'closed']);
  });

  it('goes on when it is the jobs that are wrong', async () => {
    await tryOften(
      behindBreaker(
        'vendor',
        telemetry,
        failing(() => finalError('no such model')),
      ),
      20,
    );
    expect([calls, await state()]).toEqual([20, 'closed']);
  });
});
