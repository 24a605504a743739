import { both } from './both.js';
import { bystanderPartition } from './bystander-partition.js';
import { partition } from './partition.js';

/** The primary is alive, clients reach it, and no standby does: it can store, and may acknowledge nothing. */
export const isolatedPrimary = both(
  partition,
  bystanderPartition,
  'the primary region cannot reach any other region, while clients and the outside reach it',
);
