import { z } from 'zod';
import { count, name, positive, section } from './primitives.js';

export const severities = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

export const alertRuleSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be lower-case words joined by underscores'),
  indicator: z.enum(['error_rate', 'p99_latency']),
  op: z.literal('>'),
  threshold: z.number().positive(),
  unit: z.enum(['ratio', 'ms']),
  severity: z.enum(severities),
});
export type AlertRule = z.infer<typeof alertRuleSchema>;

export const routeSchema = z.strictObject({ provider: z.enum(['PagerDuty', 'Slack', 'Email']) });
export type Route = z.infer<typeof routeSchema>;

export const monitoringSchema = z.strictObject({
  provider: name,
  retentionDays: positive,
  /** From a failure to its alert: how often targets are read and rules evaluated, how long alerts are gathered. Without it, the provider's defaults. */
  intervals: z
    .strictObject({ scrapeSeconds: positive, evaluationSeconds: positive, groupWaitSeconds: count })
    .optional(),
  exporters: z.array(name).default([]),
  visualization: name.optional(),
  dashboards: z.array(name).default([]),
  /** Who is told, for each severity. */
  routes: z.record(z.enum(severities), routeSchema),
  rules: z.array(alertRuleSchema).default([]),
  section,
});
export type Monitoring = z.infer<typeof monitoringSchema>;
