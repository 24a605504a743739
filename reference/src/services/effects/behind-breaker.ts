import type { Telemetry } from '@attest/instrumentation';
import { Breaker, type BreakerMutant } from '../breaker.js';
import type { Effect } from '../consumer.js';
import { isFinal } from '../retry-policy.js';

const halfOpenAfterMs = 5_000;

/**
 * Stops calling a vendor that fails every time: jobs fail at once and come again later, as their retry policy says, instead of
 * waiting for time-outs. An error that lies in the job itself says nothing about the vendor.
 */
export function behindBreaker(
  name: string,
  telemetry: Telemetry,
  effect: Effect,
  mutant?: BreakerMutant,
): Effect {
  const isFailure = (error: Error) => !isFinal(error);
  const breaker = new Breaker(telemetry, { name, halfOpenAfterMs, isFailure, mutant });
  return (job, signal) => breaker.execute(() => effect(job, signal));
}
