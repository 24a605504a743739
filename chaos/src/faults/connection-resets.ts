import { disturbance } from './disturbance.js';

/** Of all connections, every second: of the requests about one in a hundred loses its answer. */
export const resetShare = 0.03;

/** A network that loses too many packets, as those see it who use it: connections break in the middle of an answer. */
export const connectionResets = disturbance(
  'links',
  (links, { primary }) => links.resetting({ between: ['outside', primary] }, resetShare),
  {
    title: `${resetShare * 100} % of the connections between the primary region and the outside are reset every second`,
    elsewhere:
      'toxiproxy `reset_peer` with a `toxicity`, or Chaos Mesh NetworkChaos `loss` strong enough to break connections',
  },
);
