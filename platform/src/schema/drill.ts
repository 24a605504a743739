import { z } from 'zod';
import { frequency, id } from './primitives.js';

/** A game day that takes place by itself, again and again. */
export const drillSchema = z.strictObject({
  /** As on the command line, e.g. `region-loss`. */
  experiment: id,
  /** `reference`: the test bed, in the pipeline; `cluster`: the services of an environment, from a job in their cluster. */
  on: z.enum(['reference', 'cluster']),
  frequency,
});
export type Drill = z.infer<typeof drillSchema>;
