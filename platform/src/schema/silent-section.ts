import { z } from 'zod';
import { name, section } from './primitives.js';

/** A section of the architecture document that promises nothing, and why that is so. */
export const silentSectionSchema = z.strictObject({ section, reason: name });
export type SilentSection = z.infer<typeof silentSectionSchema>;
