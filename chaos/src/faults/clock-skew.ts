import { disturbance } from './disturbance.js';

/** Longer than any lease, time-out or record lasts, so that whoever went by the wall clock would be far off. */
export const clockSkewMs = 600_000;

/** Clocks of machines are wrong, each in its way: what one calls now is long over for another. */
export const clockSkew = disturbance('clocks', (clocks, { primary }) => clocks.skewed(primary, clockSkewMs), {
  title: `the clocks of instances in the primary region are ${clockSkewMs / 60_000} minutes ahead or behind, in turn`,
  elsewhere: 'Chaos Mesh TimeChaos, or a node without its time service whose clock is set',
});
