import { hotStandby } from './facts/postgresql.js';
import type { Rule } from './finding.js';

export const stagingMigratesAReplica: Rule = {
  id: 'staging-migrates-a-replica',
  title: 'Migrations must not be run on a replica',
  check({ environments, database }) {
    const { migrations } = database;
    const { replicaOf } = environments.staging.database ?? {};
    if (replicaOf === undefined || migrations?.staging?.migrateOnDeploy !== true) return [];
    return [
      {
        path: 'database.migrations.staging.migrateOnDeploy',
        section: migrations.section,
        message: `staging migrates its database with every deployment, and its database is a replica of ${replicaOf}: a replica is read-only and has the schema of ${replicaOf}, so no migration is ever tested there`,
        arithmetic:
          'statements of a migration that a replica accepts: 0 (ERROR: cannot execute … in a read-only transaction)',
        remedy:
          'give staging a database of its own: a writable branch of a masked copy, made anew for every deployment',
        sources: [hotStandby],
      },
    ];
  },
};
