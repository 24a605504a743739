import { z } from 'zod';
import { id, name, section } from './primitives.js';

/** Something that the architecture leaves open and that was decided to make it work. */
export const decisionSchema = z.strictObject({ id, what: name, why: name, section });
export type Decision = z.infer<typeof decisionSchema>;
