import type { Disturbance } from './disturbance.js';

/** What happens to the disk of a region's database, as far as the database can tell. */
export interface DiskDriver {
  /** Nothing more can be written. */
  full(region: string): Disturbance;
  /** Every flush of the database's log takes so much longer. */
  slow(region: string, addedMs: number): Disturbance;
}
