import { changesOf } from './changes.js';
import { type Expectation, expectedReplicas } from './expected-replicas.js';
import { judgeSteps } from './judge-steps.js';
import { lowestReachable } from './lowest-reachable.js';
import {
  type ScalingCheck,
  type ScalingObservation,
  type ScalingQuestion,
  type ScalingVerdict,
  scalingChecks,
} from './scaling-observation.js';

/** Did the autoscaler keep its promises? Pure; every check by itself, none held that was not put to the test. */
export function judgeScaling(question: ScalingQuestion): ScalingVerdict[] {
  const expected = expectedReplicas(question);
  return scalingChecks.map((check) => {
    const [verdict, reason, measured] =
      question.observations.length < 2
        ? (['inconclusive', 'Fewer than two observations.'] as const)
        : checks[check](question, expected);
    return { check, verdict, reason, ...(measured === undefined ? {} : { measured }) };
  });
}

type Judge = (
  question: ScalingQuestion,
  expected: readonly Expectation[],
) => readonly [verdict: ScalingVerdict['verdict'], reason: string, measured?: number];

const checks = {
  minimum: ({ scaling: { minInstances }, observations }) => {
    const least = Math.min(...replicasOf(observations));
    return least < minInstances
      ? ['broken', `There were ${least} instances, promised are at least ${minInstances}.`, least]
      : ['held', `There were never fewer than ${least} instances; promised ${minInstances}.`, least];
  },

  maximum: ({ scaling: { maxInstances }, observations }) => {
    const most = Math.max(...replicasOf(observations));
    return most > maxInstances
      ? ['broken', `There were ${most} instances, promised are at most ${maxInstances}.`, most]
      : ['held', `There were never more than ${most} instances; promised ${maxInstances}.`, most];
  },

  steps: (question, expected) => judgeSteps(question, expected, (metric) => metric !== 'memory'),

  'memory-steps': (question, expected) => judgeSteps(question, expected, (metric) => metric === 'memory'),

  'scale-down-delay': ({ observations, scaleDownDelaySeconds }, expected) => {
    const downs = changesOf(observations).filter(({ from, to }) => to < from);
    if (downs.length === 0) return ['inconclusive', 'Nothing was scaled down.'];
    let shortest = Number.POSITIVE_INFINITY;
    for (const { at, t, from } of downs) {
      const needed = expected.findLastIndex(
        ({ recommendation }, index) => index < at && (recommendation ?? 0) >= from,
      );
      if (needed < 0) continue;
      const waited = t - (observations[needed]?.t ?? t);
      shortest = Math.min(shortest, waited);
      if (waited < scaleDownDelaySeconds) {
        return [
          'broken',
          `At ${t} s it scaled down ${waited} s after ${from} instances were last needed; promised are ${scaleDownDelaySeconds} s.`,
          waited,
        ];
      }
    }
    return Number.isFinite(shortest)
      ? [
          'held',
          `It waited ${shortest} s and longer before it scaled down; promised ${scaleDownDelaySeconds} s.`,
          shortest,
        ]
      : ['inconclusive', 'Nobody saw when so many instances were last needed.'];
  },

  flapping: ({ observations, scaleDownDelaySeconds }) => {
    const changes = changesOf(observations);
    if (changes.length < 2) return ['inconclusive', 'There were too few changes to go back and forth.'];
    const flap = changes.find(({ from, to, t }, index) => {
      const before = changes[index - 1];
      return (
        before !== undefined && before.to < before.from && to > from && t - before.t < scaleDownDelaySeconds
      );
    });
    return flap === undefined
      ? ['held', `None of ${changes.length} changes was taken back within ${scaleDownDelaySeconds} s.`]
      : [
          'broken',
          `At ${flap.t} s it scaled up again, less than ${scaleDownDelaySeconds} s after scaling down.`,
        ];
  },

  'at-the-limit': ({ scaling, observations }) => {
    const { maxInstances, targetCpuPercent } = scaling;
    const over = ({ replicas, utilization }: ScalingObservation) =>
      replicas >= maxInstances &&
      (utilization.cpu ?? 0) > (targetCpuPercent ?? Number.POSITIVE_INFINITY) * 1.1;
    const beyond = observations.filter(over);
    if (beyond.length === 0) return ['inconclusive', 'The load never went beyond the maximum.'];
    const counted = beyond.flatMap(({ requests }) => (requests === undefined ? [] : [requests]));
    if (counted.length === 0) return ['inconclusive', 'Nobody counted what became of the requests.'];
    const failed = counted.reduce((sum, requests) => sum + requests.failed, 0);
    const shed = counted.reduce((sum, requests) => sum + requests.shed, 0);
    if (failed > 0) {
      return [
        'broken',
        `Beyond the maximum ${failed} requests failed otherwise than by 429 or 503 (${shed} did).`,
      ];
    }
    const last = observations.findLastIndex(over);
    const after = observations
      .slice(last + 2)
      .flatMap(({ requests }) => (requests === undefined ? [] : [requests]));
    if (after.length === 0) return ['inconclusive', 'The run ended before the load fell below the maximum.'];
    const bad = after.reduce((sum, requests) => sum + requests.failed + requests.shed, 0);
    return bad > 0
      ? ['broken', `${bad} requests failed after the load had fallen: it does not recover by itself.`]
      : [
          'held',
          `Beyond the maximum ${shed} requests were shed with 429 or 503, none failed, and it recovered.`,
        ];
  },

  /** A memory that does not shrink with the load can hold instances for ever. */
  'minimum-reachable': ({ scaling, observations }) => {
    const idle = Math.min(
      ...observations.flatMap(({ utilization: { memory } }) => (memory === undefined ? [] : [memory])),
    );
    const { minInstances, maxInstances, targetMemoryPercent } = scaling;
    if (!Number.isFinite(idle) || targetMemoryPercent === undefined)
      return ['inconclusive', 'Memory was not measured.'];
    const lowest = lowestReachable({ minInstances, maxInstances, targetMemoryPercent }, idle);
    return lowest <= minInstances
      ? [
          'held',
          `With ${idle} % of memory at the least, ${maxInstances} instances come down to ${minInstances}.`,
        ]
      : [
          'broken',
          `With ${idle} % of memory at the least and a target of ${targetMemoryPercent} %, ${maxInstances} instances come down to ${lowest} only, never to ${minInstances}.`,
        ];
  },
} as const satisfies Record<ScalingCheck, Judge>;

const replicasOf = (observations: readonly ScalingObservation[]) =>
  observations.map(({ replicas }) => replicas);
