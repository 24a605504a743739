import { z } from 'zod';
import { name, section } from './primitives.js';

export const dockerStageSchema = z.strictObject({
  name,
  /** An image, or the name of an earlier stage. */
  from: name,
  /** The instructions as they stand in the Dockerfile, `FROM` left out. */
  instructions: z.array(name),
});
export type DockerStage = z.infer<typeof dockerStageSchema>;

export const dockerSchema = z.strictObject({ stages: z.array(dockerStageSchema).min(1), section });
export type Docker = z.infer<typeof dockerSchema>;
