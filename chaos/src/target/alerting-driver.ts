import type { Disturbance } from './disturbance.js';

export interface AlertingDriver {
  /** Metrics are not collected, alerts are not sent. */
  halted(): Disturbance;
}
