import { z } from 'zod';
import { dockerSchema } from './docker.js';
import { pipelineSchema } from './pipeline.js';
import { name, percent, positive, ratio, section } from './primitives.js';

export const canarySchema = z.strictObject({
  /** Share of the traffic that the canary gets. */
  percent,
  durationSeconds: positive,
  metrics: z.array(z.enum(['error_rate', 'latency', 'cpu_usage'])).min(1),
  rollback: z.strictObject({ errorRate: ratio, latencyP99Ms: z.number().positive() }),
  section,
});
export type Canary = z.infer<typeof canarySchema>;

export const gradualSchema = z.strictObject({
  stagesPercent: z.array(percent).min(1),
  durationPerStageSeconds: positive,
  validation: z.enum(['automated', 'manual']),
  section,
});
export type Gradual = z.infer<typeof gradualSchema>;

export const rollbackSchema = z.strictObject({
  automatic: z.boolean(),
  preserveData: z.boolean(),
  notify: z.array(z.enum(['pagerduty', 'slack', 'email'])),
  section,
});
export type Rollback = z.infer<typeof rollbackSchema>;

/** A rule of conduct that the architecture sets for every deployment. */
export const practiceSchema = z.strictObject({ name, statement: name, section });
export type Practice = z.infer<typeof practiceSchema>;

/** From a commit to all of the traffic. */
export const deliverySchema = z.strictObject({
  docker: dockerSchema.optional(),
  pipeline: pipelineSchema.optional(),
  canary: canarySchema.optional(),
  gradual: gradualSchema.optional(),
  rollback: rollbackSchema.optional(),
  practices: z.array(practiceSchema).default([]),
  section,
});
export type Delivery = z.infer<typeof deliverySchema>;
