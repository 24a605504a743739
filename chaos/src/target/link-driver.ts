import type { Disturbance } from './disturbance.js';
import type { Proof } from './proof.js';

/** Links by their ends, in either direction, and by what they carry; what is left out does not restrict the choice. */
export interface LinkChoice {
  /** Regions, or `outside`. The same twice: links inside a region. */
  readonly between?: readonly [string, string];
  /** A service, `postgres`, or a vendor, as the target names it. */
  readonly what?: string;
}

export interface LinkDriver {
  cut(links: LinkChoice): Promise<void>;
  proveCut(links: LinkChoice): Promise<readonly Proof[]>;
  /** Adds to the usual round trip. */
  slow(links: LinkChoice, addedMs: number): Promise<void>;
  /** Proven by measured round trips, not by settings. */
  proveSlow(links: LinkChoice, addedMs: number): Promise<readonly Proof[]>;
  /** Idempotent, after either. */
  restore(links: LinkChoice): Promise<void>;
  /** The links answer, and everything that shapes traffic is as it was before the first fault. */
  proveRestored(links: LinkChoice): Promise<readonly Proof[]>;
  /** Cut and open in turn, so long each. */
  flapping(links: LinkChoice, periodMs: number): Disturbance;
  /** What one region sends to the other is lost; what it is sent by the other arrives. */
  oneWay(from: string, to: string): Disturbance;
  /** No connection carries more than that, either way. */
  narrow(links: LinkChoice, kilobytesPerSecond: number): Disturbance;
  /** This share of the connections is reset when they next carry something, every second another. */
  resetting(links: LinkChoice, share: number): Disturbance;
}
