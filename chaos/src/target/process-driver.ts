import type { Disturbance } from './disturbance.js';

/** What happens to processes of a region: those of its database, or one instance of every service, chosen by the target. */
export interface ProcessDriver {
  /** SIGKILL. A former primary database that another has replaced stays down when this is undone; an instance is back by itself. */
  killed(region: string): Disturbance;
  /** Halted where they stand; connections stay open and silent. */
  paused(region: string): Disturbance;
}
