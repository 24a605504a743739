import type { Disturbance } from './disturbance.js';

/** More clients than usual. What they ask for changes nothing, so that what is stored is only what the load of a run has written. */
export interface TrafficDriver {
  /** So many times what arrives when it begins. */
  spike(factor: number): Disturbance;
  /**
   * The same, of writes that are sent again with the keys of the first time: each waits for its commit like any other, and none
   * stores anything.
   */
  retries(factor: number): Disturbance;
}
