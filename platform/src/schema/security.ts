import { z } from 'zod';
import { frequency, name, section } from './primitives.js';

export const securitySchema = z.strictObject({
  edgeProtection: z.strictObject({ provider: name, features: z.array(name).min(1) }).optional(),
  secrets: z
    .strictObject({
      provider: name,
      rotation: frequency,
      /** What is kept there, by kind. */
      kinds: z.array(name).min(1),
    })
    .optional(),
  compliance: z
    .strictObject({ scanning: z.array(name).default([]), certifications: z.array(name).default([]) })
    .optional(),
  section,
});
export type Security = z.infer<typeof securitySchema>;
