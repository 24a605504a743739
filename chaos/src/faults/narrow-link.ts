import { disturbance } from './disturbance.js';

/** Less than the log grows under load, so that a standby behind it falls back as long as this lasts. */
export const narrowKilobytesPerSecond = 16;

/** The way between two regions carries less than is to be sent over it: a throttled tunnel, or somebody's backup on the same line. */
export const narrowLink = disturbance(
  'links',
  (links, { primary, takeover }) =>
    links.narrow({ between: [primary, takeover], what: 'postgres' }, narrowKilobytesPerSecond),
  {
    title: `no connection between the primary and the takeover region's databases carries more than ${narrowKilobytesPerSecond} kB/s`,
    elsewhere: 'Chaos Mesh NetworkChaos `bandwidth`, or `tc qdisc … tbf` on the nodes',
  },
);
