import { z } from 'zod';
import { name, port, section } from './primitives.js';

const cidr = z.cidrv4();

export const securityGroupSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be lower-case words joined by underscores'),
  /** `source` is a CIDR block, or another group as `<name>_sg`. */
  ingress: z.array(z.strictObject({ port, source: name })),
});
export type SecurityGroup = z.infer<typeof securityGroupSchema>;

export const networkSchema = z.strictObject({
  vpc: z.strictObject({
    cidr,
    subnets: z.strictObject({ public: z.array(cidr).default([]), private: z.array(cidr).default([]) }),
  }),
  securityGroups: z.array(securityGroupSchema).default([]),
  section,
});
export type Network = z.infer<typeof networkSchema>;
