import { z } from 'zod';
import { id, name, section } from './primitives.js';

export const realtimeSchema = z.strictObject({
  product: id.optional(),
  provider: name,
  regions: z.array(id).min(1),
  channels: z.array(name),
  section,
});
export type Realtime = z.infer<typeof realtimeSchema>;
