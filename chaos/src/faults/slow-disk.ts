import { disturbance } from './disturbance.js';

/** A cloud volume whose credits are spent; more than this PostgreSQL does not wait by itself. */
const flushAddedMs = 100;

/**
 * Every flush of the primary's log comes later, as on a disk that has become slow. Reads and data files are as before: commits wait
 * for nothing but the log. Where nobody may slow down a disk, PostgreSQL itself waits before each flush (`commit_delay`).
 */
export const slowDisk = disturbance('disks', (disks, { primary }) => disks.slow(primary, flushAddedMs), {
  title: `${flushAddedMs} ms more for every flush of the primary database's log`,
  elsewhere:
    'Chaos Mesh IOChaos `latency`, `io.max` of the cgroup, or a volume with fewer operations a second',
});
