import type { Disturbance } from './disturbance.js';
import type { ProcessDriver } from './process-driver.js';
import type { ReleaseDefect } from './release-driver.js';

export interface InstanceDriver extends ProcessDriver {
  /** Killed again whenever somebody has started it again. */
  crashing(region: string): Disturbance;
  /** All instances of every service, although nothing was released and their probes are answered well. */
  misbehaving(region: string, defect: Pick<ReleaseDefect, 'errorRatio' | 'late'>): Disturbance;
}
