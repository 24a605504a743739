import { z } from 'zod';
import { name, ratio, section } from './primitives.js';

/** Application performance monitoring. A platform without it gives its section only. */
export const apmSchema = z.strictObject({
  provider: name.optional(),
  features: z.array(name).default([]),
  integrations: z.array(name).default([]),
  /** Share of each kind that is sent; 1 is everything. */
  sampling: z
    .strictObject({ errorRate: ratio, transactionRate: ratio, profileRate: ratio.optional() })
    .optional(),
  section,
});
export type Apm = z.infer<typeof apmSchema>;
