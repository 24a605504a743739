import { both } from './both.js';
import { databaseKill } from './database.js';
import { disturbance } from './disturbance.js';

/**
 * Four times the records' time to live: resolvers that raise a short one, or go on with an old answer, are a fact of life.
 * Source: RFC 8767; G. Moura et al., "Cache Me If You Can: Effects of DNS Time-to-Live", IMC 2019.
 */
const staleSeconds = 20;

/** Resolvers go on with what they know while a failover has long changed it: clients ask the region that was lost. */
export const staleDnsInFailover = both(
  disturbance('resolvers', (resolvers) => resolvers.stale(staleSeconds), {
    title: `resolvers answer for ${staleSeconds} s with what they knew`,
    elsewhere: "raise `cache-min-ttl` of the nodes' resolvers (unbound), or a host alias for the old address",
  }),
  databaseKill,
  `resolvers answer for ${staleSeconds} s with what they knew, and every process of the primary database is killed`,
);
