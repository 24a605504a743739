import type { Platform } from '../schema/index.js';
import type { Claim } from './claim.js';
import { type Draft, inSection, when } from './draft.js';
import { how } from './how.js';
import { is } from './promised.js';

const statements = {
  development: {
    autoMigrate: ['auto-migrate', 'Development migrates its database automatically'],
    seedData: ['seed-data', 'Development fills its database with seed data'],
  },
  staging: {
    migrateOnDeploy: ['migrate-on-deploy', 'Staging migrates its database with every deployment'],
    backupBeforeMigrate: ['backup-before-migrate', 'Staging backs its database up before a migration'],
  },
  production: {
    manualApproval: ['manual-approval', 'A person approves every production migration'],
    backupRequired: ['backup-required', 'A production migration starts only with a backup'],
    rollbackPlan: ['rollback-plan', 'A production migration starts only with a rollback plan'],
  },
  validation: {
    schemaDriftCheck: ['schema-drift-check', 'Migrations are checked for schema drift'],
    dataIntegrityTests: ['data-integrity-tests', 'Migrations are followed by data integrity tests'],
    performanceImpact: ['performance-impact', 'The performance impact of a migration is measured'],
  },
} as const;

export function migrationClaims({ database: { migrations } }: Platform): Claim[] {
  if (migrations === undefined) return [];
  return inSection(migrations.section, [
    [
      'migrations.tool',
      `The database is migrated with ${migrations.tool}`,
      is(migrations.tool),
      how.workflow,
    ],
    ...Object.entries(statements).flatMap(([stage, keys]) =>
      Object.entries(keys).map(([key, [id, statement]]) => {
        const values: Record<string, unknown> = migrations[stage as keyof typeof statements] ?? {};
        const value = values[key];
        return when(
          typeof value === 'boolean' ? value : undefined,
          (promised): Draft => [
            `migrations.${stage}.${id}`,
            promised ? statement : `Not promised: ${statement}`,
            is(promised),
            how.workflow,
          ],
        );
      }),
    ),
    when(migrations.production?.maintenanceWindow, ({ day, fromHourUtc, toHourUtc }) => [
      'migrations.production.maintenance-window',
      `Production is migrated on ${day} from ${fromHourUtc}:00 to ${toHourUtc}:00 UTC, and at no other time`,
      is([day, fromHourUtc, toHourUtc], 'hours UTC'),
      how.record,
    ]),
  ]);
}
