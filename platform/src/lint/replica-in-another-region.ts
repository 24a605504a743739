import { primaryRegion } from '../primary-region.js';
import { databaseProviders } from './facts/database-providers.js';
import type { Rule } from './finding.js';

export const replicaInAnotherRegion: Rule = {
  id: 'replica-in-another-region',
  title: 'A region must not hold a read replica that the database provider cannot put there',
  check({ regions, database }) {
    const fact = databaseProviders[database.provider]?.replicasOnlyInRegion;
    const primary = primaryRegion({ regions });
    if (fact === undefined) return [];
    return regions.flatMap(({ id, database: role, section }, i) =>
      role !== 'read_replica' || id === primary.id
        ? []
        : [
            {
              path: `regions[${i}].database`,
              section,
              message: `${database.provider} has no read replica in another region: a replica of ${primary.id} is in ${primary.id}, so ${id} has no data when ${primary.id} is lost`,
              arithmetic: `regions that can hold a replica of ${primary.id}: 1 (${primary.id} itself); ${id} is not it`,
              remedy: `run PostgreSQL with a streaming standby in ${id}, or feed a second project there by logical replication and give up the promise of zero loss`,
              sources: [fact.source],
            },
          ],
    );
  },
};
