import { z } from 'zod';
import { podPhases } from './pod.js';
import { steadyPod, upstreamFlags } from './timeline.js';

const count = z.int('must be a whole number').nonnegative('must not be negative');
const positive = z.int('must be a whole number').positive('must be at least 1');
const seconds = z.number('must be a number of seconds').nonnegative('must not be negative');
const flag = z.boolean('must be true or false');

/** A field that is left out has its default; `null` says that the thing is not there. */
const podSchema = z
  .object(
    {
      usageMilli: count.optional(),
      requestMilli: count.nullable().default(steadyPod.requestMilli),
      ready: flag.nullable().default(steadyPod.ready),
      startedSecondsAgo: seconds.nullable().default(steadyPod.startedSecondsAgo),
      readyChangedSecondsAgo: seconds.nullable().default(steadyPod.readyChangedSecondsAgo),
      metricAgeSeconds: seconds.default(steadyPod.metricAgeSeconds),
      metricWindowSeconds: seconds.default(steadyPod.metricWindowSeconds),
      phase: z.enum(podPhases, `must be one of ${podPhases.join(', ')}`).default(steadyPod.phase),
      deleting: flag.default(steadyPod.deleting),
      missingMetric: flag.default(false),
    },
    'must be an object',
  )
  .refine(({ usageMilli, missingMetric, phase, deleting }) => {
    const looksAtUsage = !missingMetric && !deleting && phase !== 'Pending' && phase !== 'Failed';
    return usageMilli !== undefined || !looksAtUsage;
  }, 'has no usageMilli; where there is no metric of a pod, say missingMetric')
  .transform(({ missingMetric, usageMilli, ...pod }) => ({
    ...pod,
    usageMilli: missingMetric ? undefined : usageMilli,
  }));

const replicasSchema = z.object({
  id: z.unknown().optional(),
  mode: z.literal('replicas'),
  currentReplicas: count.default(3),
  metric: z.enum(['cpu', 'memory'], 'must be cpu or memory').default('cpu'),
  targetUtilization: positive.default(70),
  tolerance: z
    .number('must be a number')
    .nonnegative('must not be negative')
    .default(upstreamFlags.tolerance),
  cpuInitializationSeconds: seconds.default(upstreamFlags.cpuInitializationSeconds),
  initialReadinessDelaySeconds: seconds.default(upstreamFlags.initialReadinessDelaySeconds),
  pods: z.array(podSchema, 'must be a list of pods'),
});

/** Limits of the API server. Source: Kubernetes v1.34, `pkg/apis/autoscaling/validation/validation.go`. */
const longestWindowSeconds = 3600;
const longestPeriodSeconds = 1800;

const rulesSchema = z.object(
  {
    stabilizationWindowSeconds: count
      .max(longestWindowSeconds, `must be at most ${longestWindowSeconds}`)
      .nullish(),
    selectPolicy: z.enum(['Max', 'Min', 'Disabled'], 'must be Max, Min or Disabled').nullish(),
    policies: z
      .array(
        z.object({
          type: z.enum(['Pods', 'Percent'], 'must be Pods or Percent'),
          value: positive,
          periodSeconds: positive.max(longestPeriodSeconds, `must be at most ${longestPeriodSeconds}`),
        }),
        'must be a list of policies',
      )
      .min(1, 'must have at least one policy')
      .nullish(),
  },
  'must be an object',
);

const hpaSchema = z
  .object(
    {
      min: positive.default(1),
      max: positive,
      cpuTarget: positive.nullish(),
      memoryTarget: positive.nullish(),
      behavior: z
        .object({ scaleUp: rulesSchema.nullish(), scaleDown: rulesSchema.nullish() }, 'must be an object')
        .nullish(),
    },
    'must be an object',
  )
  .refine(({ min, max }) => max >= min, { path: ['max'], message: 'must not be less than min' });

/** A year: what is longer is a mistake of units. */
const longestTimelineSeconds = 31_536_000;

const sampleSchema = z.object(
  {
    t: seconds,
    metrics: z
      .array(
        z.object({
          name: z.enum(['cpu', 'memory'], 'must be cpu or memory'),
          /** `null`: could not be measured, like one that is left out. */
          utilization: z.number('must be a number of percent').nonnegative('must not be negative').nullable(),
        }),
        'must be a list of metrics',
      )
      .refine(
        (metrics) => new Set(metrics.map(({ name }) => name)).size === metrics.length,
        'names a metric twice',
      ),
  },
  'must be an object',
);

const timelineSchema = z.object({
  id: z.unknown().optional(),
  mode: z.literal('timeline'),
  hpa: hpaSchema,
  initialReplicas: count,
  samples: z
    .array(sampleSchema, 'must be a list of samples')
    .refine(
      (all) => all.every(({ t }, at) => at === 0 || t > (all[at - 1]?.t ?? 0)),
      'must be in the order of t',
    ),
  until: seconds.max(longestTimelineSeconds, `must be at most ${longestTimelineSeconds}, a year`),
});

/** A line of a file for `attest replay autoscaler`. */
export const recordedQuestionSchema = z.discriminatedUnion('mode', [replicasSchema, timelineSchema], {
  error: ({ input }) =>
    typeof input !== 'object' || input === null || Array.isArray(input)
      ? 'is not a JSON object'
      : 'must be replicas or timeline',
});
export type RecordedQuestion = z.output<typeof recordedQuestionSchema>;
export type RecordedTimeline = z.output<typeof timelineSchema>;
