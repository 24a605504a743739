import { disturbance } from './disturbance.js';

/** A setting is missing in what is rolled out, and the rollout gets as far as one instance of every service. */
export const badConfiguration = disturbance(
  'starts',
  (starts, { primary }) => starts.misconfigured(primary),
  {
    title:
      'a configuration with which it refuses to start is rolled out to one instance of every service in the primary region',
    elsewhere: 'take an environment variable away from a Deployment whose `maxUnavailable` is 1',
  },
);
