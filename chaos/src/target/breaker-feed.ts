import type { BreakerSample } from '@attest/evidence';

/** What circuit breakers say of themselves, as the platform's monitoring keeps it. */
export interface BreakerFeed {
  /** Every breaker of this name, one for each instance that has one, and what was seen of it since then. */
  read(name: string, sinceMonotonicMs: number): Promise<readonly BreakerSeries[]>;
}

export interface BreakerSeries {
  readonly service: string;
  readonly region: string;
  readonly instance: string;
  /** Oldest first. */
  readonly samples: readonly (BreakerSample & { readonly monotonicMs: number })[];
}
