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
