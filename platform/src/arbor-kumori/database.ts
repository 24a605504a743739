import type { PlatformInput } from '../schema/index.js';

export const database: PlatformInput['database'] = {
  provider: 'Neon',
  engine: 'PostgreSQL',
  schemas: ['arbor', 'kumori', 'shared'],
  extensions: ['uuid-ossp', 'pgvector', 'pg_trgm'],
  settings: { maxConnections: 200, sharedBuffersMib: 4096, effectiveCacheSizeMib: 12_288, workMemMib: 32 },
  migrations: {
    tool: 'Prisma',
    development: { autoMigrate: true, seedData: true },
    staging: { migrateOnDeploy: true, backupBeforeMigrate: true },
    production: {
      manualApproval: true,
      backupRequired: true,
      rollbackPlan: true,
      maintenanceWindow: { day: 'Sunday', fromHourUtc: 2, toHourUtc: 4 },
    },
    validation: { schemaDriftCheck: true, dataIntegrityTests: true, performanceImpact: true },
    section: 'Database Deployment › Database Migration Strategy',
  },
  section: 'Database Deployment › Neon PostgreSQL Configuration',
};
