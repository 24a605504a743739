import { z } from 'zod';
import { id, name, positive, section } from './primitives.js';

/**
 * What a job does to the resource it was enqueued for: complete it, complete it and tell the realtime channel, or deliver an
 * event to the customer's webhook.
 */
export const queueEffect = z.enum(['process', 'process-and-publish', 'deliver-webhook']);
export type QueueEffect = z.infer<typeof queueEffect>;

export const workerPoolSchema = z.strictObject({
  id,
  product: id,
  deployment: name.optional(),
  queues: z.array(id).min(1),
  /** By queue; a queue that is not listed only processes. */
  effects: z.record(id, queueEffect).optional(),
  resources: z.strictObject({ cpuCores: z.number().positive(), memoryGib: z.number().positive() }),
  /** A job that takes longer is ended. */
  timeoutSeconds: positive,
  /** Contract name of a metric → the name that the workers already use for it. */
  metricMap: z.record(z.string(), z.string()).optional(),
  section,
});
export type WorkerPool = z.infer<typeof workerPoolSchema>;
