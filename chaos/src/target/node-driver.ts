import type { Disturbance } from './disturbance.js';

/** Machines that instances run on. */
export interface NodeDriver {
  /** One that has an instance of every service is taken out of service, in good order; there is no room for them on another. */
  drained(region: string): Disturbance;
}
