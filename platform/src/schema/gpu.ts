import { z } from 'zod';
import { count, id, name, positive, section } from './primitives.js';

export const gpuClusterSchema = z.strictObject({
  region: id,
  gpuType: name,
  minInstances: count,
  maxInstances: positive,
});
export type GpuCluster = z.infer<typeof gpuClusterSchema>;

export const gpuSchema = z.strictObject({
  product: id.optional(),
  provider: name,
  /** Models that may be asked for; everything else is refused. */
  models: z.array(name).min(1),
  clusters: z.array(gpuClusterSchema).min(1),
  section,
});
export type Gpu = z.infer<typeof gpuSchema>;
