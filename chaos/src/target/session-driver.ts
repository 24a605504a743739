import type { Disturbance } from './disturbance.js';

/** Other sessions in the database, in the way of the platform's own. */
export interface SessionDriver {
  /** Every connection that is not reserved for operators is taken. */
  exhausted(region: string): Disturbance;
  /** A forgotten transaction holds every job that there is. */
  holdingJobs(region: string): Disturbance;
}
