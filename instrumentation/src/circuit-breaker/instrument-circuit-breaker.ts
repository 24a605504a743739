import type { Telemetry } from '../telemetry.js';
import { countCalls } from './count-calls.js';

/** States as the metric names them. */
const states = ['closed', 'open', 'half_open', 'isolated'] as const;
type State = (typeof states)[number];

/** opossum's CircuitBreaker. Source: https://nodeshift.dev/opossum/ */
export interface OpossumBreaker {
  readonly opened: boolean;
  readonly halfOpen: boolean;
}

/** cockatiel's CircuitBreakerPolicy, whose state is a number. Source: cockatiel, `CircuitState`. */
export interface CockatielBreaker {
  readonly state: number;
}

const cockatielStates: readonly State[] = ['closed', 'open', 'half_open', 'isolated'];

export interface CircuitBreakerOptions {
  /** What the breaker protects, e.g. `payments`. */
  readonly name: string;
}

/**
 * The state of a circuit breaker of opossum or cockatiel, read at scrape time, and its calls by what became of them. Returns the
 * breaker.
 */
export function instrumentCircuitBreaker<B extends OpossumBreaker | CockatielBreaker>(
  breaker: B,
  telemetry: Telemetry,
  { name }: CircuitBreakerOptions,
): B {
  telemetry.collect(() => {
    const current = stateOf(breaker);
    // A state that this package does not know is none of the known ones, and is not shown as one.
    if (current === undefined) return [];
    return states.map((state) => ({
      metric: 'circuit_breaker_state' as const,
      labels: { name, state },
      value: state === current ? 1 : 0,
    }));
  });
  countCalls(breaker, telemetry, name);
  return breaker;
}

function stateOf(breaker: OpossumBreaker | CockatielBreaker): State | undefined {
  if ('opened' in breaker) return breaker.opened ? 'open' : breaker.halfOpen ? 'half_open' : 'closed';
  return cockatielStates[breaker.state];
}
