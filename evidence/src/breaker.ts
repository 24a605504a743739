/** As the metric names them. */
export type BreakerState = 'closed' | 'open' | 'half_open' | 'isolated';

/** A circuit breaker at one moment; the counts are of all calls since its process began. */
export interface BreakerSample {
  readonly state: BreakerState;
  /** Calls that were made and ended well. */
  readonly success: number;
  /** Calls that were made and failed. */
  readonly failure: number;
  /** Calls that were not made, because the breaker was open. */
  readonly rejected: number;
}
