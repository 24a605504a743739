import { z } from 'zod';
import { id, name, section } from './primitives.js';

export const stepSchema = z.strictObject({
  name: name.optional(),
  /** Action with its version, `actions/checkout@v4`. */
  uses: name.optional(),
  /** Condition in the workflow's own language. */
  if: name.optional(),
  with: z.record(z.string(), z.string()).optional(),
  /** Commands, one each; continued lines are joined. */
  run: z.array(name).optional(),
});
export type Step = z.infer<typeof stepSchema>;

export const jobSchema = z.strictObject({
  id,
  needs: z.array(id).default([]),
  /** Condition in the workflow's own language. */
  if: name.optional(),
  runsOn: name,
  /** Protected environment whose reviewers must approve the job. */
  environment: name.optional(),
  steps: z.array(stepSchema).min(1),
});
export type Job = z.infer<typeof jobSchema>;

export const pipelineSchema = z.strictObject({
  name,
  file: name,
  /** Event → branches. */
  on: z.record(z.string(), z.array(name)),
  jobs: z.array(jobSchema).min(1),
  section,
});
export type Pipeline = z.infer<typeof pipelineSchema>;
