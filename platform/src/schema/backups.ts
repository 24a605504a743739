import { z } from 'zod';
import { count, frequency, id, name, section } from './primitives.js';

export const backupsSchema = z.strictObject({
  database: z
    .strictObject({
      frequency,
      /** Whether any moment since the oldest backup can be restored (archived write-ahead log). */
      pointInTime: z.boolean().optional(),
      /** How many of each generation are kept. */
      retention: z.strictObject({ hourly: count, daily: count, weekly: count, monthly: count }),
      locations: z.array(z.strictObject({ role: z.enum(['primary', 'secondary']), region: id })).min(1),
    })
    .optional(),
  storage: z
    .strictObject({ provider: name, replication: name.optional(), versioning: z.boolean() })
    .optional(),
  testing: z.strictObject({ frequency, restoreTest: z.boolean(), documentation: name.optional() }).optional(),
  section,
});
export type Backups = z.infer<typeof backupsSchema>;
