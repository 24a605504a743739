import { z } from 'zod';

const count = z.int('must be a whole number').nonnegative('must not be negative');
const amount = z.number('must be a number').nonnegative('must not be negative');

/** Seconds since the rollout began would be three years; what is more is a date. */
const latestSeconds = 1e8;

const latencySchema = z
  .object(
    {
      le: z.array(amount.nullable(), 'must be a list of bounds in seconds').min(1, 'must have a bound'),
      counts: z.array(count, 'must be a list of counts'),
    },
    'must be an object',
  )
  .refine(({ le, counts }) => le.length === counts.length, 'must have one count for each bound')
  .transform(({ le, counts }) => ({ le: le.map((bound) => bound ?? Infinity), counts }))
  .refine(
    ({ le }) => le.every((bound, at) => at === 0 || bound > (le[at - 1] ?? 0)),
    'must have ascending bounds',
  )
  .refine(({ le }) => le.at(-1) === Infinity, 'must end with the bound null, which is +Inf');

/** A line of a file for `attest replay canary`: one revision in one interval. */
export const recordedLineSchema = z
  .object(
    {
      rollout: z.string('must be a text').nullish(),
      t: amount.max(latestSeconds, 'is a date; it counts seconds since the rollout began'),
      revision: z.enum(['canary', 'baseline'], 'must be canary or baseline'),
      requests: count,
      errors: count,
      latency: latencySchema.nullish(),
      cpu: amount.nullish(),
    },
    'is not a JSON object',
  )
  .refine(({ errors, requests }) => errors <= requests, {
    path: ['errors'],
    message: 'are more than the requests',
  });
export type RecordedLine = z.output<typeof recordedLineSchema>;
