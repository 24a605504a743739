import { z } from 'zod';
import { count, httpPath, id, name, percent, port, positive, section, sqlName } from './primitives.js';

/** HTTP probe of the orchestrator. */
export const probeSchema = z.strictObject({
  path: httpPath,
  port,
  initialDelaySeconds: count,
  periodSeconds: positive,
});
export type Probe = z.infer<typeof probeSchema>;

/** CPU in thousandths of a core (`1000m`), memory in MiB (`2Gi` = 2048). */
export const computeSchema = z.strictObject({ cpuMilli: positive, memoryMib: positive });
export type Compute = z.infer<typeof computeSchema>;

export const containerSchema = z.strictObject({
  image: name,
  port,
  resources: z.strictObject({ requests: computeSchema, limits: computeSchema }),
  /** Where the document describes the container, if not in the section of the service. */
  section: section.optional(),
});
export type Container = z.infer<typeof containerSchema>;

export const scalingSchema = z.strictObject({
  minInstances: positive,
  maxInstances: positive,
  /** Utilization of the CPU request that the autoscaler aims at. */
  targetCpuPercent: percent,
  targetMemoryPercent: percent,
});
export type Scaling = z.infer<typeof scalingSchema>;

/**
 * One kind of request that a product makes: `write` creates, `read` asks for one by its id, `list` for the newest, `fetch`
 * for what a `field` of a read one points at, through the CDN.
 */
export const usageSchema = z.strictObject({
  operation: z.enum(['write', 'read', 'list', 'fetch']),
  /** Against the other shares of the service, which need not add up to anything. */
  share: positive,
  /** Of a write: the queues that it asks for. */
  requested: z.array(id).optional(),
  field: name.optional(),
});
export type Usage = z.infer<typeof usageSchema>;

/** What a service stores; whoever runs the platform can implement it without knowing more. */
export const resourceSchema = z.strictObject({
  /** Plural, also the name of the table. */
  name: sqlName,
  path: httpPath,
  /** Database schema of the table. */
  schema: sqlName,
  /** Jobs written in the transaction that writes the resource: with every write, or when the client asks. */
  enqueues: z.array(z.strictObject({ queue: id, when: z.enum(['always', 'requested']) })).default([]),
  /** Who completes the resource after it was accepted. */
  fulfilledBy: z.literal('gpu').optional(),
  /** How the product uses it; what load tests send. */
  usage: z.array(usageSchema).min(1).optional(),
});
export type Resource = z.infer<typeof resourceSchema>;

/** The part of the orchestrator's manifest that is said nowhere else. */
export const manifestSchema = z.strictObject({
  apiVersion: name,
  kind: name,
  namespace: name,
  replicas: positive,
  labels: z.record(z.string(), z.string()),
  containerName: name,
  env: z.record(z.string(), z.string()),
  section,
});
export type Manifest = z.infer<typeof manifestSchema>;

export const apiServiceSchema = z.strictObject({
  id,
  /** Id of the product that the service belongs to. */
  product: id,
  runtime: name,
  framework: name,
  deployment: name,
  scaling: scalingSchema,
  container: containerSchema,
  liveness: probeSchema,
  readiness: probeSchema,
  manifest: manifestSchema.optional(),
  resources: z.array(resourceSchema).default([]),
  /** HTTP requests a second in an ordinary moment, with the fewest instances. */
  usualRequestsPerSecond: positive.optional(),
  /** Contract name of a metric → the name that the service already uses for it. */
  metricMap: z.record(z.string(), z.string()).optional(),
  section,
});
export type ApiService = z.infer<typeof apiServiceSchema>;
