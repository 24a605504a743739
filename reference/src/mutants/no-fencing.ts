import type { Databases } from '@attest/controllers/failover';

/**
 * Leaves the old primary to whoever still writes to it. Without its standbys its commits would wait for ever, which is a fence as
 * well; so it is told not to wait for them, as operators do to whom that looks like an outage.
 */
export function withoutFence(databases: Databases, takeover: string): Databases {
  return {
    ...databases,
    refuseWrites: (region, signal) =>
      region === takeover
        ? databases.refuseWrites(region, signal)
        : databases.setSynchronousStandbys(region, 0, [], signal),
  };
}
