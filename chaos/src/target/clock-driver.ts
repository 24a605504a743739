import type { Disturbance } from './disturbance.js';

/** What programs of a region take for the time of day; their monotonic clocks are right. */
export interface ClockDriver {
  /** Ahead by so much in some instances of every service, behind by as much in others. */
  skewed(region: string, offsetMs: number): Disturbance;
}
