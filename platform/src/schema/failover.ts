import { z } from 'zod';
import { count, id, name, positive, section } from './primitives.js';

export const automaticTriggers = ['region_failure', 'high_error_rate', 'database_failure'] as const;
export type AutomaticTrigger = (typeof automaticTriggers)[number];

export const manualTriggers = ['maintenance', 'security_incident'] as const;
export type ManualTrigger = (typeof manualTriggers)[number];

/** How commits reach the other regions. */
export const replicationSchema = z.strictObject({
  mode: z.enum(['synchronous', 'asynchronous']),
  /** A commit waits for this many standbys, as in `ANY 1 (…)`; 0 when asynchronous. */
  quorum: count,
  /** Regions that hold a standby. */
  standbys: z.array(id),
});
export type Replication = z.infer<typeof replicationSchema>;

/** How the edge decides that an origin is down. */
export const healthCheckSchema = z.strictObject({
  intervalSeconds: positive,
  timeoutSeconds: positive,
  /** Made at once, after a time-out. */
  retries: count,
});
export type HealthCheck = z.infer<typeof healthCheckSchema>;

export const failoverSchema = z.strictObject({
  automatic: z.array(z.enum(automaticTriggers)).default([]),
  manual: z.array(z.enum(manualTriggers)).default([]),
  /** Promised: detection takes less than this. */
  detectionSeconds: positive,
  /** Without it, the edge's default. */
  healthCheck: healthCheckSchema.optional(),
  /** Promised: the whole failover takes less than this. */
  durationSeconds: positive,
  dataLoss: z.literal('zero'),
  /** Names of the steps, in their order. */
  steps: z.array(name).min(1),
  /** The region that takes over. */
  takeover: id,
  notify: z.array(z.enum(['pagerduty', 'slack', 'email'])).default([]),
  replication: replicationSchema,
  section,
});
export type Failover = z.infer<typeof failoverSchema>;
