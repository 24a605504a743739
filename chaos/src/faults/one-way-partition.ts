import { disturbance } from './disturbance.js';

/** The takeover region no longer hears the primary one, which still hears it: a standby that seems alive and confirms nothing. */
export const oneWayPartition = disturbance(
  'links',
  (links, { primary, takeover }) => links.oneWay(primary, takeover),
  {
    title: 'what the primary region sends to the takeover region is lost, and what it is sent by it arrives',
    elsewhere:
      'Chaos Mesh NetworkChaos `partition` with `direction: to`, or a rule that drops packets one way',
  },
);
