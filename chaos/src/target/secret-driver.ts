import type { Disturbance } from './disturbance.js';

/** What lets the services of the platform into their database. */
export interface SecretDriver {
  /** Another one counts, everybody has it, and who was let in by the old one has been shown out. */
  rotated(): Disturbance;
}
