import { lsnReached } from './lsn.js';
import type { DatabasePosition, Databases } from './ports.js';
import { until, type Waiting } from './until.js';

/** Resolves with where a standby is once it has everything up to the target, on the target's timeline. */
export const reachPosition = (
  databases: Pick<Databases, 'position'>,
  region: string,
  target: Pick<DatabasePosition, 'flushedLsn' | 'timelineId'>,
  waiting: Omit<Waiting, 'what'>,
): Promise<DatabasePosition> =>
  until(
    { ...waiting, what: `${region} to reach ${target.flushedLsn}` },
    () => databases.position(region, waiting.signal),
    (now) => now.timelineId === target.timelineId && lsnReached(now.flushedLsn, target.flushedLsn),
  );
