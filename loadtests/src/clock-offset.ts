import type { ClockExchange } from './client-line.js';
import { LoadError } from './load-error.js';

/** Add `offsetMs` to a k6 time to have the runner's monotonic time; the truth lies between `lowMs` and `highMs`. */
export interface ClockOffset {
  readonly offsetMs: number;
  readonly lowMs: number;
  readonly highMs: number;
  readonly exchanges: number;
}

/**
 * Each exchange says that the runner's time lay between k6's `sent` and `received`; all of them together bound the offset
 * (Cristian's algorithm, with the intersection of all intervals in place of the shortest round trip).
 *
 * @throws LoadError `clock-not-bounded` without an exchange, or when two of them exclude each other (a clock has jumped).
 */
export function clockOffset(exchanges: readonly ClockExchange[]): ClockOffset {
  if (exchanges.length === 0) {
    throw new LoadError(
      'clock-not-bounded',
      "clock: the load generator never exchanged times with the runner, so its history cannot be put on the run's clock",
      'see logs/k6.log for why its clock scenario did not run',
    );
  }
  let lowMs = Number.NEGATIVE_INFINITY;
  let highMs = Number.POSITIVE_INFINITY;
  for (const { sent, received, monotonicMs } of exchanges) {
    lowMs = Math.max(lowMs, monotonicMs - received);
    highMs = Math.min(highMs, monotonicMs - sent);
  }
  if (lowMs > highMs) {
    throw new LoadError(
      'clock-not-bounded',
      `clock: the exchanges contradict each other by ${(lowMs - highMs).toFixed(3)} ms: one of the two clocks has jumped`,
      'run again; a machine that was suspended or migrated during the run cannot be judged',
    );
  }
  return { offsetMs: (lowMs + highMs) / 2, lowMs, highMs, exchanges: exchanges.length };
}
