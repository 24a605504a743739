import type { Rule } from './finding.js';

const promotes = /promot|fence|database/;

/** Traffic that arrives in a region whose database is read-only can write nothing. */
export const failoverLeavesDatabaseBehind: Rule = {
  id: 'failover-leaves-database-behind',
  title: 'A failover to a region with a read replica must promote the replica and fence the old primary',
  check({ failover, regions }) {
    const to = regions.find(({ id }) => id === failover.takeover);
    if (to?.database !== 'read_replica' || failover.steps.some((step) => promotes.test(step))) return [];
    return [
      {
        path: 'failover.steps',
        section: failover.section,
        message: `no step promotes the read replica in ${to.id}: after the last one traffic arrives at a database that refuses every write, and nothing keeps the old primary from accepting them`,
        arithmetic: `steps that promote or fence: 0 of ${failover.steps.length} (${failover.steps.join(', ')})`,
        remedy:
          "name both: fence_old_primary and promote_database, after the secondary's health is verified and before any traffic is moved",
        sources: [],
      },
    ];
  },
};
