import { z } from 'zod';
import { id, name, section } from './primitives.js';

export const cdnSchema = z.strictObject({
  product: id.optional(),
  provider: name,
  cacheStrategy: name,
  imageOptimization: z.boolean(),
  section,
});
export type Cdn = z.infer<typeof cdnSchema>;
