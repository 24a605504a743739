import { z } from 'zod';
import { name, positive, section } from './primitives.js';

export const environmentNames = ['development', 'staging', 'production'] as const;
export type EnvironmentName = (typeof environmentNames)[number];

/** One of the three environments. A platform that says nothing about one of them gives its section only. */
export const environmentSchema = z.strictObject({
  /** Who runs what. `compute` is the provider where the architecture names only one. */
  infrastructure: z
    .strictObject({
      compute: name.optional(),
      edge: name.optional(),
      orchestration: name.optional(),
      /** Git branch that is deployed here. */
      branch: name.optional(),
      previewDeployments: z.boolean().optional(),
    })
    .optional(),
  /** Instances of every API here, where they differ from the service's own scaling. */
  api: z
    .strictObject({
      instances: positive,
      autoScaling: z.boolean(),
      maxInstances: positive.optional(),
    })
    .optional(),
  database: z
    .strictObject({
      provider: name,
      tier: name.optional(),
      /** Whether every branch gets a database branch of its own. */
      branches: z.boolean().optional(),
      /** The environment whose data this one replicates. */
      replicaOf: z.enum(environmentNames).optional(),
    })
    .optional(),
  storage: z
    .strictObject({
      provider: name,
      limitGb: z.number().positive().optional(),
      bucket: name.optional(),
    })
    .optional(),
  features: z.array(name).default([]),
  highAvailability: z.array(name).default([]),
  section,
});
export type Environment = z.infer<typeof environmentSchema>;

export const environmentsSchema = z.record(z.enum(environmentNames), environmentSchema);
