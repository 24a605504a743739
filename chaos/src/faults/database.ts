import { disturbance } from './disturbance.js';

/** The primary database dies; what surrounds it lives. A former primary that another has replaced stays down. */
export const databaseKill = disturbance('databases', (databases, { primary }) => databases.killed(primary), {
  title: 'every process of the primary database is killed',
  elsewhere: 'delete the pod of the primary without grace, or fail the instance over at its provider',
});

/** The primary database stops answering, but keeps its connections: worse than dying, since nobody is told. */
export const databasePause = disturbance('databases', (databases, { primary }) => databases.paused(primary), {
  title: 'every process of the primary database is halted where it stands',
  elsewhere:
    'freeze the container of the primary (cgroup freezer), or a snapshot that halts its virtual machine',
});
