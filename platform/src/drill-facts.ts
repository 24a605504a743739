import { longestPeriodSeconds } from './longest-period.js';
import type { Drill, EnvironmentName } from './schema/index.js';

/** The environment that drills in a cluster take place in: the one that its customers use. */
export const drilledEnvironment: EnvironmentName = 'production';

/** The name of the target that a drill breaks, as `attest gameday --target` takes it. */
export const drillTarget = ({ on }: Pick<Drill, 'on'>): string =>
  on === 'reference' ? 'reference' : drilledEnvironment;

/** See the decision `drills`: a pipeline may start late, and a weekend may lie between; a day later nobody is coming any more. */
const graceSeconds = 24 * 3600;

/** The longest that may lie between two drills before one counts as missed. */
export const drillDeadlineSeconds = ({ frequency }: Pick<Drill, 'frequency'>): number =>
  longestPeriodSeconds[frequency] + graceSeconds;
