import { driver, missingDriver } from './driver.js';
import type { Fault } from './fault.js';

/** The standby that is to take over receives everything and shows nothing of it: reads there are old. */
export const replicaLag: Fault = {
  title: 'the database of the takeover region stops replaying what it receives',
  elsewhere: '`select pg_wal_replay_pause()` on the replica',
  missing: (target) => missingDriver(target, 'replicas'),
  inject: (target, { takeover }) => driver(target, 'replicas').holdReplay(takeover),
  prove: (target, { takeover }) => driver(target, 'replicas').proveHeld(takeover),
  undo: (target, { takeover }) => driver(target, 'replicas').resumeReplay(takeover),
  proveUndone: (target, { takeover }) => driver(target, 'replicas').proveResumed(takeover),
};
