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
