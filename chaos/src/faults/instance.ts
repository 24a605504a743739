import { disturbance } from './disturbance.js';

/** One instance of every service dies under load. */
export const instanceKill = disturbance('instances', (instances, { primary }) => instances.killed(primary), {
  title: 'one instance of every service in the primary region is killed',
  elsewhere: 'Chaos Mesh PodChaos `pod-kill`, mode `one`, or deletion of one pod without grace',
});

/** One instance of every service stops answering, and keeps its connections until its liveness probe has failed. */
export const instancePause = disturbance('instances', (instances, { primary }) => instances.paused(primary), {
  title: 'one instance of every service in the primary region is halted where it stands',
  elsewhere: 'Chaos Mesh StressChaos or a frozen container (cgroup freezer)',
});

/** One instance of every service dies again whenever it was started again, as one with a bad start does. */
export const crashLoop = disturbance('instances', (instances, { primary }) => instances.crashing(primary), {
  title: 'one instance of every service in the primary region is killed whenever it is back',
  elsewhere: 'a pod whose command ends at once, or Chaos Mesh PodChaos `container-kill` on a Schedule',
});
