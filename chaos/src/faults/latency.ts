import { slow } from './links.js';

/** Less than half of the promised 99th percentile, so that the promise can still be kept, and far beyond the usual. */
export const latencyAddedMs = 400;

/** The way from outside to the primary region is long all of a sudden: clients, probes and the controller feel it. */
export const latency = slow(({ primary }) => ({ between: ['outside', primary] }), latencyAddedMs, {
  title: `${latencyAddedMs} ms more for every round trip between the primary region and the outside`,
  elsewhere: 'Chaos Mesh NetworkChaos `delay`, or `tc qdisc … netem delay` on the nodes',
});
