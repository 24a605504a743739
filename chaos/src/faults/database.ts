import { driver, missingDriver } from './driver.js';
import type { Fault } from './fault.js';

const common = {
  missing: (target) => missingDriver(target, 'databases'),
  undo: (target, { primary }) => driver(target, 'databases').restore(primary),
  proveUndone: (target, { primary }) => driver(target, 'databases').proveRestored(primary),
} as const satisfies Partial<Fault>;

/** The primary database dies; what surrounds it lives. A former primary that another has replaced stays down. */
export const databaseKill: Fault = {
  ...common,
  title: 'every process of the primary database is killed',
  elsewhere: 'delete the pod of the primary without grace, or fail the instance over at its provider',
  inject: (target, { primary }) => driver(target, 'databases').kill(primary),
  prove: (target, { primary }) => driver(target, 'databases').proveKilled(primary),
};

/** The primary database stops answering, but keeps its connections: worse than dying, since nobody is told. */
export const databasePause: Fault = {
  ...common,
  title: 'every process of the primary database is halted where it stands',
  elsewhere:
    'freeze the container of the primary (cgroup freezer), or a snapshot that halts its virtual machine',
  inject: (target, { primary }) => driver(target, 'databases').pause(primary),
  prove: (target, { primary }) => driver(target, 'databases').provePaused(primary),
};
