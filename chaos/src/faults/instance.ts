import { driver, missingDriver } from './driver.js';
import type { Fault } from './fault.js';

const common = {
  missing: (target) => missingDriver(target, 'instances'),
  undo: (target, { primary }) => driver(target, 'instances').restore(primary),
  proveUndone: (target, { primary }) => driver(target, 'instances').proveRestored(primary),
} as const satisfies Partial<Fault>;

/** One instance of every service dies under load. */
export const instanceKill: Fault = {
  ...common,
  title: 'one instance of every service in the primary region is killed',
  elsewhere: 'Chaos Mesh PodChaos `pod-kill`, mode `one`, or deletion of one pod without grace',
  inject: (target, { primary }) => driver(target, 'instances').kill(primary),
  prove: (target, { primary }) => driver(target, 'instances').proveKilled(primary),
};

/** One instance of every service stops answering, and keeps its connections until its liveness probe has failed. */
export const instancePause: Fault = {
  ...common,
  title: 'one instance of every service in the primary region is halted where it stands',
  elsewhere: 'Chaos Mesh StressChaos or a frozen container (cgroup freezer)',
  inject: (target, { primary }) => driver(target, 'instances').pause(primary),
  prove: (target, { primary }) => driver(target, 'instances').provePaused(primary),
};
