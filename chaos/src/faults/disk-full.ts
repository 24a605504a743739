import { disturbance } from './disturbance.js';

/**
 * The disk of the primary database is full: nothing more can be written to it, what has its place included, as on a volume that
 * copies on write or was promised more than there is. On other file systems a server lives on what it has until its log needs
 * the next segment; then both end alike. PostgreSQL treats a limit of the size of files like a full disk, and that is how it is done
 * where nobody may fill a disk. Source: PostgreSQL, postmaster.c, at SIGXFSZ.
 */
export const diskFull = disturbance('disks', (disks, { primary }) => disks.full(primary), {
  title: 'nothing more can be written to the disk of the primary database',
  elsewhere:
    'fill the volume of the primary (`fallocate`) until its log finds no room, or Chaos Mesh IOChaos `fault` with errno 28',
});
