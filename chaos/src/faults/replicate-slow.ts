import { disturbance } from './disturbance.js';

/** Longer than any exchange usually takes, and shorter than clients of the vendor wait. */
export const replicateSlowMs = 5000;

/** The GPU vendor is slow: predictions pile up with whoever waits for them. */
export const replicateSlow = disturbance(
  'vendors',
  (vendors) => vendors.troubled('replicate', { kind: 'slow', addedMs: replicateSlowMs }),
  {
    title: `the GPU vendor answers every request ${replicateSlowMs / 1000} s later`,
    elsewhere: 'Chaos Mesh NetworkChaos `delay` with `externalTargets` of the vendor',
  },
);
