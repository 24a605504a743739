import { z } from 'zod';
import { acceptedFindingSchema } from './accepted.js';
import { apmSchema } from './apm.js';
import { backupsSchema } from './backups.js';
import { cdnSchema } from './cdn.js';
import { costSchema } from './cost.js';
import { databaseSchema } from './database.js';
import { decisionSchema } from './decision.js';
import { deliverySchema } from './delivery.js';
import { drillSchema } from './drill.js';
import { environmentsSchema } from './environment.js';
import { failoverSchema } from './failover.js';
import { gpuSchema } from './gpu.js';
import { infrastructureSchema } from './infrastructure.js';
import { monitoringSchema } from './monitoring.js';
import { networkSchema } from './network.js';
import { objectiveSchema } from './objective.js';
import { priceSchema } from './price.js';
import { id, name, section } from './primitives.js';
import { realtimeSchema } from './realtime.js';
import { regionSchema } from './region.js';
import { securitySchema } from './security.js';
import { apiServiceSchema } from './service.js';
import { silentSectionSchema } from './silent-section.js';
import { workerPoolSchema } from './workers.js';

/** What customers buy; services, workers and GPUs name the one that they belong to. */
export const productSchema = z.strictObject({ id, name, section });
export type Product = z.infer<typeof productSchema>;

/** The whole catalog: a deployment architecture as data, every value with its section. */
export const platformSchema = z.strictObject({
  id,
  name,
  products: z.array(productSchema).min(1),
  infrastructure: infrastructureSchema.optional(),
  environments: environmentsSchema,
  regions: z.array(regionSchema).min(1),
  services: z.array(apiServiceSchema).min(1),
  workers: z.array(workerPoolSchema).default([]),
  gpu: gpuSchema.optional(),
  realtime: realtimeSchema.optional(),
  cdn: cdnSchema.optional(),
  delivery: deliverySchema,
  database: databaseSchema,
  monitoring: monitoringSchema,
  apm: apmSchema,
  security: securitySchema,
  network: networkSchema.optional(),
  backups: backupsSchema,
  failover: failoverSchema,
  cost: costSchema,
  /** Without any, game days are made by hand. */
  drills: z.array(drillSchema).default([]),
  /** Without any, the ceilings of `monitoring.rules` are the objectives. */
  objectives: z.array(objectiveSchema).default([]),
  prices: z.array(priceSchema).default([]),
  decisions: z.array(decisionSchema).default([]),
  accepted: z.array(acceptedFindingSchema).default([]),
  /** Sections of the document that promise nothing. */
  silentSections: z.array(silentSectionSchema).default([]),
  /**
   * Where the catalog is written down: path prefix (`gpu`, `services[1]`) → file.
   * Messages then point at the file; the longest prefix wins.
   */
  files: z.record(z.string(), z.string()).default({}),
});
export type Platform = z.infer<typeof platformSchema>;
/** What `definePlatform` takes: `Platform`, where lists that are empty may be left out. */
export type PlatformInput = z.input<typeof platformSchema>;
