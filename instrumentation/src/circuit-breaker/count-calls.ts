import type { Telemetry } from '../telemetry.js';

/** What became of a call: made, well or not, or not made at all. */
const outcomes = ['success', 'failure', 'rejected'] as const;

type Listener = (...values: never[]) => void;

/** opossum emits each of these once a call. Source: https://nodeshift.dev/opossum/#events */
export interface CallEmitter {
  on(event: string, listener: Listener): unknown;
}

/** cockatiel tells of calls that were made, and throws where none is. Source: cockatiel, `CircuitBreakerPolicy`. */
export interface CallPolicy {
  onSuccess(listener: Listener): unknown;
  onFailure(listener: Listener): unknown;
  execute(...values: never[]): Promise<unknown>;
}

/** Counts the calls of a breaker of opossum or cockatiel. All outcomes exist from the start, so that a rate sees the first one. */
export function countCalls(breaker: object, telemetry: Telemetry, name: string): void {
  const calls = telemetry.counter('circuit_breaker_calls_total');
  for (const outcome of outcomes) calls.inc({ name, outcome }, 0);
  const count = (outcome: (typeof outcomes)[number]) => () => calls.inc({ name, outcome });
  if (isPolicy(breaker)) {
    breaker.onSuccess(count('success'));
    breaker.onFailure(count('failure'));
    countRejections(breaker, count('rejected'));
  } else if (isEmitter(breaker)) {
    breaker.on('success', count('success'));
    breaker.on('failure', count('failure'));
    breaker.on('reject', count('rejected'));
  }
}

function countRejections(policy: CallPolicy, count: () => void): void {
  const execute = policy.execute.bind(policy);
  // A call that waited for another's trial is executed again from within: the same error comes by twice.
  const counted = new WeakSet<object>();
  policy.execute = async (...values) => {
    try {
      return await execute(...values);
    } catch (error) {
      if (isRejection(error) && !counted.has(error)) {
        counted.add(error);
        count();
      }
      throw error;
    }
  };
}

/** `BrokenCircuitError`, and `IsolatedCircuitError`, which is one. */
function isRejection(error: unknown): error is object {
  return typeof error === 'object' && error !== null && 'isBrokenCircuitError' in error;
}

function isPolicy(breaker: object): breaker is CallPolicy {
  return 'execute' in breaker && 'onSuccess' in breaker && 'onFailure' in breaker;
}

function isEmitter(breaker: object): breaker is CallEmitter {
  return 'on' in breaker && typeof breaker.on === 'function';
}
