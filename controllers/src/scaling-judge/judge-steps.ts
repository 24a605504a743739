import { syncPeriodSeconds } from '../autoscaler/autoscaler.js';
import { type Change, changesOf } from './changes.js';
import type { Expectation, ScaledBy } from './expected-replicas.js';
import type { ScalingObservation, ScalingQuestion, ScalingVerdict } from './scaling-observation.js';

/** A step is due at the next decision; it answers this observation or the one before, and is seen at the next. */
const overdueAfterSeconds = 3 * syncPeriodSeconds;

type Judged = readonly [verdict: ScalingVerdict['verdict'], reason: string];

/**
 * Were the steps that these metrics ask for taken, and no others? A step belongs to the metric that asks for the most; an autoscaler
 * that does not listen to it takes none.
 */
export function judgeSteps(
  question: ScalingQuestion,
  expected: readonly Expectation[],
  isAskedBy: (metric: ScaledBy | undefined) => boolean,
): Judged {
  const { observations } = question;
  const changes = changesOf(observations).filter((change) => isAskedBy(answered(change, expected)?.askedBy));
  const wrong = changes.find((change) => answered(change, expected)?.replicas !== change.to);
  if (wrong !== undefined) {
    const computed = expected[wrong.at - 1]?.replicas;
    return [
      'broken',
      `At ${wrong.t} s it went from ${wrong.from} to ${wrong.to} instances; Kubernetes computes ${computed} from the measured utilization.`,
    ];
  }
  const missed = missedStep(question, expected, isAskedBy);
  if (missed !== undefined) {
    return [
      'broken',
      `From ${missed.t} s on there were ${missed.replicas} instances for ${overdueAfterSeconds} s and more; Kubernetes computes ${missed.due} from the measured utilization.`,
    ];
  }
  if (changes.length === 0)
    return ['inconclusive', 'Nothing was scaled by it, so no step could be compared.'];
  const all = changes
    // What another metric asked for in between is left out.
    .map(({ from, to }, at) =>
      changes[at - 1]?.to === from ? ` ${to}` : `${at > 0 ? ', ' : ''}${from} ${to}`,
    )
    .join('');
  return ['held', `All ${changes.length} steps are those that Kubernetes computes: ${all}.`];
}

/** The phase of the autoscaler is not known, so a change may answer this observation or the one before. */
const answered = ({ at, to }: Change, expected: readonly Expectation[]): Expectation | undefined =>
  [expected[at - 1], expected[at - 2]].find((each) => each?.replicas === to) ?? expected[at - 1];

/** The first stretch in which another number was due all the time, and nothing was done. */
function missedStep(
  { observations, scaleDownDelaySeconds }: ScalingQuestion,
  expected: readonly Expectation[],
  isAskedBy: (metric: ScaledBy | undefined) => boolean,
): { t: number; replicas: number; due: number } | undefined {
  const firstT = observations[0]?.t ?? 0;
  let since: ScalingObservation | undefined;
  for (const [at, observation] of observations.entries()) {
    const { t, replicas } = observation;
    const { replicas: due = replicas, askedBy } = expected[at] ?? {};
    // What was needed before anybody looked may still hold instances.
    const isKnown = due > replicas || t - firstT >= scaleDownDelaySeconds;
    const isDue = due !== replicas && isKnown && isAskedBy(askedBy);
    if (!isDue || since?.replicas !== replicas) since = isDue ? observation : undefined;
    if (since !== undefined && t - since.t >= overdueAfterSeconds) return { t: since.t, replicas, due };
  }
  return undefined;
}
