import { bystanderOf, missingBystander } from './bystander.js';
import type { Fault } from './fault.js';
import { cut } from './links.js';

/** Of the standbys, the one that may not take over is lost to the primary, and so is the database to the services beside it. */
export const bystanderPartition: Fault = {
  ...cut((site) => ({ between: [site.primary, bystanderOf(site)] }), {
    title: 'the primary region and the one that may not take over cannot reach each other',
    elsewhere: 'Chaos Mesh NetworkChaos `partition`, or a network policy between the two regions',
  }),
  missing: missingBystander,
};
