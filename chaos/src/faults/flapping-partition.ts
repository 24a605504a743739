import { disturbance } from './disturbance.js';

const periodMs = 3000;

/** The way between two regions comes and goes: worse than a cut, since everybody begins anew every time. */
export const flappingPartition = disturbance(
  'links',
  (links, { primary, takeover }) => links.flapping({ between: [primary, takeover] }, periodMs),
  {
    title: `the primary and the takeover region reach each other only every other ${periodMs / 1000} s`,
    elsewhere: 'Chaos Mesh Schedule of NetworkChaos `partition`',
  },
);
