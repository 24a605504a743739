import { z } from 'zod';
import { name, section } from './primitives.js';

/** The layers of the platform at a glance: who is at the edge, who computes, what is rented as a service. */
export const infrastructureSchema = z.strictObject({
  edge: z.strictObject({ provider: name, network: name }).optional(),
  compute: z.array(name).default([]),
  managedServices: z.array(name).default([]),
  section,
});
export type Infrastructure = z.infer<typeof infrastructureSchema>;
