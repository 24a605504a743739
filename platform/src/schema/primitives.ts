import { z } from 'zod';

/** Lower-case words joined by hyphens: the form of every id that appears in claims, labels and file names. */
export const id = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');

/** A name that somebody else chose (a vendor, a product, a metric): any text but the empty one. */
export const name = z.string().min(1);

/**
 * Heading path in the architecture document, numbers left out:
 * `Disaster Recovery › Failover Procedures` for `### 2. Failover Procedures` under `## Disaster Recovery`.
 */
export const section = z
  .string()
  .regex(/^[^›]+( › [^›]+)?$/, "must read 'Heading' or 'Heading › Subheading'");

export const count = z.int().nonnegative();
export const positive = z.int().positive();
export const port = z.int().min(1).max(65_535);

/** 0–100. */
export const percent = z.number().min(0).max(100);

/** 0–1. */
export const ratio = z.number().min(0).max(1);

/** Path of an HTTP route, without host and query. */
export const httpPath = z.string().regex(/^\/[^\s?#]*$/, "must start with '/' and carry no query");

/** PostgreSQL identifier that needs no quoting. */
export const sqlName = z
  .string()
  .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'must be a lower-case SQL identifier of at most 63 characters');

/** Calendar date, `2026-01-31`. */
export const isoDate = z.iso.date();

export const frequency = z.enum(['hourly', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly']);
export type Frequency = z.infer<typeof frequency>;

/** Where a fact that is not in the architecture comes from, and when somebody last looked. */
export const source = z.strictObject({ title: name, url: z.url(), retrieved: isoDate });
export type Source = z.infer<typeof source>;
