import { z } from 'zod';
import { id, name, source } from './primitives.js';

/** A list price that somebody looked up, and where. */
export const priceSchema = z.strictObject({
  id,
  provider: name,
  /** What is sold, in the words of the catalog: a GPU type, an instance type, … */
  item: name,
  /** How the vendor spells it, where that differs. */
  vendorName: name.optional(),
  usd: z.number().positive(),
  per: z.enum(['second', 'hour', 'day', 'month', 'GB', 'request']),
  source,
  /** What the reader should know: an estimate, a price of something similar, … */
  note: name.optional(),
});
export type Price = z.infer<typeof priceSchema>;
