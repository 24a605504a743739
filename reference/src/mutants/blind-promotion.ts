import type { Databases } from '@attest/controllers/failover';

/** Hides from whoever promotes that a standby is ahead of the one that takes over. */
export function blindToOthers(databases: Databases, takeover: string): Databases {
  return {
    ...databases,
    async detach(region, signal) {
      const position = await databases.detach(region, signal);
      return region === takeover ? position : { ...position, flushedLsn: '0/0' };
    },
  };
}
