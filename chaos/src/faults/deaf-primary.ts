import { disturbance } from './disturbance.js';

/** The other direction of `one-way-partition`: a standby that has everything, and whose confirmations are lost. */
export const deafPrimary = disturbance(
  'links',
  (links, { primary, takeover }) => links.oneWay(takeover, primary),
  {
    title: 'what the takeover region sends to the primary region is lost, and what it is sent by it arrives',
    elsewhere:
      'Chaos Mesh NetworkChaos `partition` with `direction: from`, or a rule that drops packets one way',
  },
);
