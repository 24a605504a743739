import { databaseProviders } from './facts/database-providers.js';
import { asynchronousByDefault } from './facts/postgresql.js';
import type { Rule } from './finding.js';

/** What was acknowledged and had not left the primary is gone with it. */
export const zeroLossWithAsynchronousReplicas: Rule = {
  id: 'zero-loss-with-asynchronous-replicas',
  title: 'Zero data loss must not rest on replicas that acknowledge nothing',
  check({ failover, regions, database }) {
    const replicas = regions.filter(({ database: role }) => role === 'read_replica');
    const fact = databaseProviders[database.provider]?.replicasOnlyInRegion;
    const { mode, quorum } = failover.replication;
    const asynchronous = mode === 'asynchronous' || quorum === 0;
    if (replicas.length === 0 || (!asynchronous && fact === undefined)) return [];
    const confirming = asynchronous || fact !== undefined ? 0 : quorum;
    return [
      {
        path: 'failover.dataLoss',
        section: failover.section,
        message: `data loss is promised to be ${failover.dataLoss}, and the ${replicas.length} read replicas${fact === undefined ? '' : ` of ${database.provider}`} are asynchronous: a write is acknowledged before another region has it`,
        arithmetic: `replicas that confirm a write before it is acknowledged: ${confirming} < 1; lost = every write acknowledged within the replication lag > 0`,
        remedy:
          "make commits wait for one of the standbys (synchronous_standby_names = 'ANY 1 (…)') on servers that can do it, or promise a loss of at most the replication lag",
        sources: [asynchronousByDefault, ...(fact === undefined ? [] : [fact.source])],
      },
    ];
  },
};
