import { ConsecutiveBreaker, circuitBreaker, handleAll } from 'cockatiel';
// @ts-expect-error it has no types
import Opossum from 'opossum';
import { describe, expect, it } from 'vitest';
import { startTelemetry } from '../start-telemetry.js';
import { scrape } from '../testing/scrape.js';
import { quiet } from '../testing/serve.js';
import { instrumentCircuitBreaker } from './instrument-circuit-breaker.js';

async function shown(breaker: Parameters<typeof instrumentCircuitBreaker>[0]): Promise<string[]> {
  const telemetry = startTelemetry(quiet);
  instrumentCircuitBreaker(breaker, telemetry, { name: 'payments' });
  const found = (await scrape(telemetry)).find('circuit_breaker_state', { name: 'payments' });
  await telemetry.shutdown();
  expect(found.length === 0 || found.length === 4).toBe(true);
  return found.filter(({ value }) => value === 1).map(({ labels }) => labels.state as string);
}

describe('the state of a circuit breaker', () => {
  it.each([
    ['opossum, closed', { opened: false, halfOpen: false }, ['closed']],
    ['opossum, open', { opened: true, halfOpen: false }, ['open']],
    ['opossum, half open', { opened: false, halfOpen: true }, ['half_open']],
    ['cockatiel, closed', { state: 0 }, ['closed']],
    ['cockatiel, open', { state: 1 }, ['open']],
    ['cockatiel, half open', { state: 2 }, ['half_open']],
    ['cockatiel, isolated', { state: 3 }, ['isolated']],
    ['a state that nobody knows', { state: 9 }, []],
  ])('of %s', async (_what, breaker, expected) => {
    expect(await shown(breaker)).toEqual(expected);
  });
});

const fails = async (): Promise<never> => {
  throw new Error('fails');
};

describe('a real circuit breaker', () => {
  it('of cockatiel is shown as it opens', async () => {
    const policy = circuitBreaker(handleAll, { halfOpenAfter: 60_000, breaker: new ConsecutiveBreaker(1) });
    expect(await shown(policy)).toEqual(['closed']);
    await policy.execute(fails).catch(() => {});
    expect(await shown(policy)).toEqual(['open']);
    policy.isolate();
    expect(await shown(policy)).toEqual(['isolated']);
  });

  it('of opossum is shown as it opens', async () => {
    const breaker = new Opossum(fails, { errorThresholdPercentage: 1, resetTimeout: 60_000 });
    expect(await shown(breaker)).toEqual(['closed']);
    await breaker.fire().catch(() => {});
    expect(await shown(breaker)).toEqual(['open']);
    breaker.shutdown();
  });
});

describe('the calls of a real circuit breaker', () => {
  const works = async () => 'works';

  async function counted(
    breaker: Parameters<typeof instrumentCircuitBreaker>[0],
    use: () => Promise<void>,
  ): Promise<unknown[]> {
    const telemetry = startTelemetry(quiet);
    instrumentCircuitBreaker(breaker, telemetry, { name: 'payments' });
    const read = async () => {
      const answer = await scrape(telemetry);
      return ['success', 'failure', 'rejected'].map((outcome) =>
        answer.value('circuit_breaker_calls_total', { name: 'payments', outcome }),
      );
    };
    expect(await read()).toEqual([0, 0, 0]);
    await use();
    const answer = await read();
    await telemetry.shutdown();
    return answer;
  }

  it('of cockatiel are counted once each, made or not', async () => {
    const policy = circuitBreaker(handleAll, { halfOpenAfter: 60_000, breaker: new ConsecutiveBreaker(2) });
    const use = async () => {
      await policy.execute(works);
      for (let time = 0; time < 5; time += 1) await policy.execute(fails).catch(() => {});
      policy.isolate();
      await policy.execute(works).catch(() => {});
    };
    expect(await counted(policy, use)).toEqual([1, 2, 4]);
  });

  it('of cockatiel are counted once each, also those that wait for the trial of another', async () => {
    const policy = circuitBreaker(handleAll, { halfOpenAfter: 0, breaker: new ConsecutiveBreaker(1) });
    let endTrial = () => {};
    const trial = () => new Promise<never>((_resolve, reject) => (endTrial = () => reject(new Error('no'))));
    const use = async () => {
      await policy.execute(fails).catch(() => {});
      const tried = policy.execute(trial);
      const waiting = policy.execute(works);
      endTrial();
      await tried.catch(() => {});
      await waiting;
    };
    expect(await counted(policy, use)).toEqual([1, 2, 0]);
  });

  it('of opossum are counted once each, made or not', async () => {
    let away = false;
    const breaker = new Opossum(async () => (away ? fails() : works()), {
      errorThresholdPercentage: 50,
      resetTimeout: 60_000,
    });
    const use = async () => {
      await breaker.fire();
      away = true;
      for (let time = 0; time < 5; time += 1) await breaker.fire().catch(() => {});
    };
    expect(await counted(breaker, use)).toEqual([1, 2, 3]);
    breaker.shutdown();
  });
});
