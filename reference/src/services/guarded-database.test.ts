import { startTelemetry, type Telemetry } from '@attest/instrumentation';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Breaker, type BreakerMutant } from './breaker.js';
import { Deadline } from './deadline.js';
import type { Executed } from './executed.js';
import { databaseHalfOpenAfterMs, guardedDatabase } from './guarded-database.js';
import type { Statements } from './primary-database.js';

const statement = { name: 'read', text: 'select 1', values: [] };
const rows: Executed<never> = { kind: 'rows', rows: [] };
const refused: Executed<never> = { kind: 'refused', sqlState: '23505', cause: 'duplicate key' };
const notSent: Executed<never> = { kind: 'not-sent', cause: 'no connection' };
const unknown: Executed<never> = { kind: 'unknown', cause: 'a timeout' };

let telemetry: Telemetry;
let calls: number;
let answer: Executed<never>;
let region: string | undefined;
let trial: Promise<void> | undefined;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  telemetry = startTelemetry({ service: 'api', metricsPort: 'off', drain: false, env: {} });
  calls = 0;
  answer = rows;
  region = 'a';
  trial = undefined;
});
afterEach(async () => {
  vi.useRealTimers();
  await telemetry.shutdown();
});

function guard(mutant?: BreakerMutant): () => Promise<Executed<unknown> | undefined> {
  const database: Statements = {
    async execute() {
      calls += 1;
      await trial;
      return answer;
    },
  };
  const breaker = new Breaker(telemetry, {
    name: 'database',
    halfOpenAfterMs: databaseHalfOpenAfterMs,
    mutant,
  });
  const guarded = guardedDatabase(() => (region === undefined ? undefined : { region, database }), breaker);
  return async () => guarded()?.execute(statement, new Deadline(1000));
}

async function often(ask: () => Promise<unknown>, times = 20): Promise<void> {
  for (let time = 0; time < times; time += 1) await ask();
}

describe('a database behind a circuit breaker', () => {
  it('is nowhere as long as nobody knows where it is', async () => {
    region = undefined;
    expect(await guard()()).toBeUndefined();
  });

  it('passes on every answer, however many of them say no', async () => {
    answer = refused;
    const ask = guard();
    await often(ask);
    expect(await ask()).toEqual(refused);
    expect(calls).toBe(21);
  });

  it.each([
    ['is not reached', notSent],
    ['does not answer', unknown],
  ])('is no longer asked when it %s, and what is not asked was not sent', async (_what, silence) => {
    answer = silence;
    const ask = guard();
    expect(await ask()).toEqual(silence);
    await often(ask);
    expect(calls).toBe(5);
    expect(await ask()).toMatchObject({ kind: 'not-sent' });
  });

  it('is asked once after a while, and by everybody once that was answered', async () => {
    answer = notSent;
    const ask = guard();
    await often(ask);
    vi.setSystemTime(Date.now() + databaseHalfOpenAfterMs + 1);
    await often(ask);
    expect(calls).toBe(6);
    answer = rows;
    vi.setSystemTime(Date.now() + databaseHalfOpenAfterMs + 1);
    await often(ask);
    expect(calls).toBe(26);
  });

  it('refuses at once whoever comes while one tries', async () => {
    answer = notSent;
    let endTrial = () => {};
    const ask = guard();
    await often(ask);
    trial = new Promise((resolve) => (endTrial = resolve));
    vi.setSystemTime(Date.now() + databaseHalfOpenAfterMs + 1);
    const tried = ask();
    expect(await ask()).toMatchObject({ kind: 'not-sent' });
    expect(calls).toBe(6);
    answer = rows;
    endTrial();
    expect(await tried).toEqual(rows);
  });

  it('is asked at once when it is another one, of which nothing bad is known', async () => {
    answer = notSent;
    const ask = guard();
    await often(ask);
    answer = rows;
    region = 'b';
    expect(await ask()).toEqual(rows);
  });

  it('is asked for ever by the breaker that never opens, and never again by the one that never closes', async () => {
    answer = notSent;
    await often(guard('never-open'));
    expect(calls).toBe(20);
    calls = 0;
    const ask = guard('never-close');
    await often(ask);
    answer = rows;
    region = 'b';
    vi.setSystemTime(Date.now() + 3_600_000);
    expect(await ask()).toMatchObject({ kind: 'not-sent' });
    expect(calls).toBe(5);
  });
});
