import type { Databases, Dns } from '@attest/controllers/failover';

/** Long enough for the edge to have moved: by then writes reach the old primary from the new region. */
const lateMs = 8000;

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

/**
 * The name of the database reaches those who write only when the failover is over, as it may with any cache. An old primary that is
 * fenced refuses them until then; one that is not goes on acknowledging.
 */
export function toldLate(dns: Dns, record: string, after = afterMs): Dns {
  return {
    ...dns,
    async point(asked, region, signal) {
      if (asked !== record) return dns.point(asked, region, signal);
      after(lateMs, () => void dns.point(asked, region, never).catch(() => undefined));
    },
  };
}

const never = new AbortController().signal;
const afterMs = (ms: number, work: () => void) => void setTimeout(work, ms).unref();
