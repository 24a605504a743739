import { z } from 'zod';
import { id, name, positive } from './primitives.js';

/** A counter, or the count of a histogram, and what its labels must be: `{ metric, labels: { outcome: 'failure' } }`. */
const eventsSchema = z.strictObject({ metric: name, labels: z.record(z.string(), z.string()).default({}) });

/** What an objective measures. Whether a threshold can be measured at all, the compiler of the rules knows. */
export const indicatorSchema = z.discriminatedUnion('kind', [
  /** Share of the requests at the edge that are not answered by a 5xx. */
  z.strictObject({ kind: z.literal('availability'), service: id }),
  /** Share of the answered requests at the edge that take no longer than the threshold. */
  z.strictObject({ kind: z.literal('latency'), service: id, thresholdMs: z.number() }),
  /** Share of the jobs that are begun before they have waited for longer than the threshold. */
  z.strictObject({ kind: z.literal('queue-age'), queue: id, thresholdSeconds: z.number() }),
  /** Share of the attempts at jobs that succeed. */
  z.strictObject({ kind: z.literal('queue-success'), queue: id }),
  z.strictObject({ kind: z.literal('gpu-success'), region: id, gpuType: name }),
  /** Share of the predictions that wait no longer than the threshold, cold start included. */
  z.strictObject({
    kind: z.literal('gpu-queue-time'),
    region: id,
    gpuType: name,
    thresholdSeconds: z.number(),
  }),
  /** Share of the operations, connecting included, that the database does not fail. */
  z.strictObject({ kind: z.literal('database-availability') }),
  z.strictObject({ kind: z.literal('database-latency'), thresholdMs: z.number() }),
  /** Share of the readings in which a standby is no further behind than the threshold. */
  z.strictObject({ kind: z.literal('replication-lag'), thresholdSeconds: z.number() }),
  /** Anything else that is counted: failures, and the events among which they are. */
  z.strictObject({ kind: z.literal('ratio'), service: id, errors: eventsSchema, events: eventsSchema }),
]);
export type Indicator = z.infer<typeof indicatorSchema>;
export type IndicatorKind = Indicator['kind'];

/** What is aimed at, usually tighter than what is promised, so that somebody knows before the promise is broken. */
export const objectiveSchema = z.strictObject({
  id,
  indicator: indicatorSchema,
  /** Share of good events, 0.999 for 99.9 %. */
  target: z.number(),
  /** Rolling window over which the target is to be reached. */
  windowDays: positive.default(30),
  /** Whether somebody is woken, and how soon after everything has begun to fail. Without it: read in working hours. */
  page: z.strictObject({ withinSeconds: positive }).optional(),
  /** The decision that gives the reason. */
  decision: id,
});
export type PlatformObjective = z.infer<typeof objectiveSchema>;
