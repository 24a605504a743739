import { instrumentCircuitBreaker, type Telemetry } from '@attest/instrumentation';
import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
  handleWhen,
  isBrokenCircuitError,
} from 'cockatiel';

/** In a row, of whatever calls: then whoever is called is the trouble, and not a call. */
const usualFailures = 5;

/** How a breaker is wrong on purpose, to see it found. */
export type BreakerMutant = 'never-open' | 'never-close';

/** Longer than any run. */
const neverMs = 86_400_000;

export interface BreakerOptions {
  /** Whom it protects from being called in vain, as the metrics name it. */
  readonly name: string;
  /** How soon one call may try whether the other side is back. */
  readonly halfOpenAfterMs: number;
  /** Whether an error says something about the other side; default: every one does. */
  readonly isFailure?: (error: Error) => boolean;
  readonly mutant?: BreakerMutant | undefined;
}

/** Stops calls to somebody who fails every time: they end at once, instead of waiting for what will not come. */
export class Breaker {
  readonly #policy: CircuitBreakerPolicy;
  readonly #mutant: BreakerMutant | undefined;

  constructor(telemetry: Telemetry, { name, halfOpenAfterMs, isFailure, mutant }: BreakerOptions) {
    this.#mutant = mutant;
    this.#policy = circuitBreaker(isFailure === undefined ? handleAll : handleWhen(isFailure), {
      halfOpenAfter: mutant === 'never-close' ? neverMs : halfOpenAfterMs,
      breaker: new ConsecutiveBreaker(mutant === 'never-open' ? Number.POSITIVE_INFINITY : usualFailures),
    });
    refuseDuringTrial(this.#policy);
    instrumentCircuitBreaker(this.#policy, telemetry, { name });
  }

  /** Rejects as `call` does, or with what `isRejection` knows. */
  execute<T>(call: () => Promise<T>): Promise<T> {
    return this.#policy.execute(call);
  }

  /** Somebody else is called from now on, of whom nothing bad is known. */
  reset(): void {
    if (this.#mutant !== 'never-close') this.#policy.isolate().dispose();
  }
}

/** While one call tries whether the other side is back, the others would wait for it: as long as everybody waited before. */
function refuseDuringTrial(policy: CircuitBreakerPolicy): void {
  const execute = policy.execute.bind(policy);
  policy.execute = async (call, signal) => {
    if (policy.state === CircuitState.HalfOpen) throw new BrokenCircuitError();
    return execute(call, signal);
  };
}

/** The call was not made, because the breaker was open. */
export const isRejection = (error: unknown): boolean => isBrokenCircuitError(error);
