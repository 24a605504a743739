import { z } from 'zod';
import { id, isoDate, name } from './primitives.js';

/** A lint finding that somebody decided to live with, until a date (the last day on which it counts). */
export const acceptedFindingSchema = z.strictObject({
  /** Id of the rule. */
  rule: id,
  /** Accepts only the finding at this path in the catalog; without it every finding of the rule. */
  path: name.optional(),
  reason: name,
  owner: name,
  until: isoDate,
});
export type AcceptedFinding = z.infer<typeof acceptedFindingSchema>;
