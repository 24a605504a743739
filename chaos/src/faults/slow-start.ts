import { disturbance } from './disturbance.js';

/** Longer than the fault is watched, so that it is never ready meanwhile. */
const startDelayMs = 45_000;

/** One instance of every service dies, and takes long to be ready again, as one that loads a model or warms a cache. */
export const slowStart = disturbance('starts', (starts, { primary }) => starts.slow(primary, startDelayMs), {
  title: `one instance of every service in the primary region is killed, and takes ${startDelayMs / 1000} s longer to start`,
  elsewhere: 'an init container that sleeps, in one pod, and its deletion without grace',
});
