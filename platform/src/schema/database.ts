import { z } from 'zod';
import { name, positive, section, sqlName } from './primitives.js';

/** Server settings; PostgreSQL's units are binary, so `4GB` is 4096 MiB. */
export const databaseSettingsSchema = z.strictObject({
  maxConnections: positive,
  sharedBuffersMib: positive.optional(),
  effectiveCacheSizeMib: positive.optional(),
  workMemMib: positive.optional(),
});
export type DatabaseSettings = z.infer<typeof databaseSettingsSchema>;

const hourUtc = z.int().min(0).max(24);

export const migrationsSchema = z.strictObject({
  tool: name,
  development: z.strictObject({ autoMigrate: z.boolean(), seedData: z.boolean() }).optional(),
  staging: z.strictObject({ migrateOnDeploy: z.boolean(), backupBeforeMigrate: z.boolean() }).optional(),
  production: z
    .strictObject({
      manualApproval: z.boolean(),
      backupRequired: z.boolean(),
      rollbackPlan: z.boolean(),
      maintenanceWindow: z
        .strictObject({
          day: z.enum(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']),
          fromHourUtc: hourUtc,
          toHourUtc: hourUtc,
        })
        .optional(),
    })
    .optional(),
  validation: z
    .strictObject({
      schemaDriftCheck: z.boolean(),
      dataIntegrityTests: z.boolean(),
      performanceImpact: z.boolean(),
    })
    .optional(),
  section,
});
export type Migrations = z.infer<typeof migrationsSchema>;

export const databaseSchema = z.strictObject({
  provider: name,
  engine: z.literal('PostgreSQL'),
  schemas: z.array(sqlName).min(1),
  /** As the setup script spells them. */
  extensions: z.array(name).default([]),
  settings: databaseSettingsSchema,
  migrations: migrationsSchema.optional(),
  section,
});
export type Database = z.infer<typeof databaseSchema>;
