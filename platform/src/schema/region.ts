import { z } from 'zod';
import { id, section } from './primitives.js';

export const regionServices = ['api', 'cdn', 'workers', 'gpu', 'realtime'] as const;
export type RegionService = (typeof regionServices)[number];

export const regionSchema = z.strictObject({
  id,
  role: z.enum(['primary', 'secondary']),
  /** `all`, or the kinds of services that run here. */
  services: z.union([z.literal('all'), z.array(z.enum(regionServices))]),
  database: z.enum(['primary', 'read_replica']),
  section,
});
export type Region = z.infer<typeof regionSchema>;

/** Whether a region runs a kind of service. */
export function serves(region: Region, service: RegionService): boolean {
  return region.services === 'all' || region.services.includes(service);
}
