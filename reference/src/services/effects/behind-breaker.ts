import { instrumentCircuitBreaker, type Telemetry } from '@attest/instrumentation';
import { ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import type { Effect } from '../consumer.js';
import { isFinal } from '../retry-policy.js';

/** In a row, of whatever jobs: then the vendor is the trouble, and not a job. */
const failures = 5;
/** How soon one job may try whether the vendor is back. */
const halfOpenAfterMs = 5_000;

/**
 * Stops calling a vendor that fails every time: jobs fail at once and come again later, as their retry policy says, instead of
 * waiting for time-outs. An error that lies in the job itself says nothing about the vendor.
 */
export function behindBreaker(name: string, telemetry: Telemetry, effect: Effect): Effect {
  const breaker = circuitBreaker(
    handleWhen((error) => !isFinal(error)),
    { halfOpenAfter: halfOpenAfterMs, breaker: new ConsecutiveBreaker(failures) },
  );
  instrumentCircuitBreaker(breaker, telemetry, { name });
  return (job, signal) => breaker.execute(() => effect(job, signal));
}
