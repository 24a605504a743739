import { z } from 'zod';
import { id, name, positive, section } from './primitives.js';

export const workerPoolSchema = z.strictObject({
  id,
  product: id,
  deployment: name.optional(),
  queues: z.array(id).min(1),
  resources: z.strictObject({ cpuCores: z.number().positive(), memoryGib: z.number().positive() }),
  /** A job that takes longer is ended. */
  timeoutSeconds: positive,
  /** Contract name of a metric → the name that the workers already use for it. */
  metricMap: z.record(z.string(), z.string()).optional(),
  section,
});
export type WorkerPool = z.infer<typeof workerPoolSchema>;
