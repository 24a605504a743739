import { z } from 'zod';
import { count, frequency, name, percent, positive, section } from './primitives.js';

export const costOptimizationSchema = z.strictObject({
  compute: z
    .strictObject({
      spotPercent: percent,
      reservedPercent: percent,
      onDemandPercent: percent,
      autoScaling: z
        .strictObject({ scaleDownDelaySeconds: count, targetUtilizationPercent: percent })
        .optional(),
    })
    .optional(),
  storage: z
    .strictObject({
      /** Age in days at which an object is in a tier; without `toDay` the tier has no end. */
      lifecycle: z.array(z.strictObject({ tier: name, fromDay: count, toDay: count.optional() })).default([]),
      /** Kind of object → format or codec. */
      compression: z.record(z.string(), z.string()).default({}),
    })
    .optional(),
  bandwidth: z
    .strictObject({
      cdnCaching: name.optional(),
      compression: name.optional(),
      http3: z.boolean().optional(),
    })
    .optional(),
  section,
});
export type CostOptimization = z.infer<typeof costOptimizationSchema>;

export const costMonitoringSchema = z.strictObject({
  granularity: frequency,
  dimensions: z.array(name).default([]),
  /** US dollars a day. */
  dailyBudgetUsd: positive,
  anomalyDetection: z.boolean(),
  forecastAlerts: z.boolean(),
  reporting: z
    .strictObject({ frequency, recipients: z.array(name).min(1), metrics: z.array(name).default([]) })
    .optional(),
  section,
});
export type CostMonitoring = z.infer<typeof costMonitoringSchema>;

export const costSchema = z.strictObject({
  optimization: costOptimizationSchema.optional(),
  monitoring: costMonitoringSchema.optional(),
  section,
});
export type Cost = z.infer<typeof costSchema>;
