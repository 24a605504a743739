import type { AutoscalerState } from './autoscaler-state.js';
import { defaultDownscaleStabilizationSeconds, type FilledBehavior } from './behavior.js';
import { scaleDownLimit, scaleUpLimit } from './policy-limits.js';

export interface Normalization {
  readonly nowSeconds: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly currentReplicas: number;
  /** What the metrics ask for. */
  readonly desiredReplicas: number;
  readonly state: AutoscalerState;
}

/** What kept the autoscaler from what the metrics ask for, in the words of the conditions of the API. */
export type Limit =
  | 'ScaleUpStabilized'
  | 'ScaleDownStabilized'
  | 'ScaleUpLimit'
  | 'ScaleDownLimit'
  | 'TooManyReplicas'
  | 'TooFewReplicas';

export interface Normalized {
  readonly replicas: number;
  readonly limits: readonly Limit[];
}

/**
 * Without a behavior, the older path: scaling down waits until nothing more was asked for over five minutes, scaling up goes to
 * twice as many or to four, whichever is more. Source: `normalizeDesiredReplicas` in Kubernetes v1.34,
 * `pkg/controller/podautoscaler/horizontal.go`; factor 2 and minimum 4 are constants there.
 */
export function normalize(question: Normalization): Normalized {
  const { nowSeconds, desiredReplicas, currentReplicas, minReplicas, maxReplicas, state } = question;
  const recent = state.recommendations
    .filter(({ t }) => t >= nowSeconds - defaultDownscaleStabilizationSeconds)
    .map(({ replicas }) => replicas);
  const stabilized = Math.max(desiredReplicas, ...recent);
  const limits: Limit[] = stabilized === desiredReplicas ? [] : ['ScaleDownStabilized'];
  if (stabilized < minReplicas) return { replicas: minReplicas, limits: [...limits, 'TooFewReplicas'] };
  const fastest = Math.max(2 * currentReplicas, 4);
  const most = Math.min(maxReplicas, fastest);
  if (stabilized <= most) return { replicas: stabilized, limits };
  return { replicas: most, limits: [...limits, maxReplicas > fastest ? 'ScaleUpLimit' : 'TooManyReplicas'] };
}

/** With a behavior. Source: `normalizeDesiredReplicasWithBehaviors`, same file. */
export function normalizeWithBehavior(behavior: FilledBehavior, question: Normalization): Normalized {
  const { desiredReplicas, currentReplicas, minReplicas, maxReplicas } = question;
  const stabilized = stabilize(behavior, question);
  const limits: Limit[] = [];
  if (stabilized !== desiredReplicas) {
    limits.push(desiredReplicas >= currentReplicas ? 'ScaleUpStabilized' : 'ScaleDownStabilized');
  }
  const policies = { ...question, ...question.state };
  if (stabilized > currentReplicas) {
    // Events of the other direction can put the limit below what there is; that is no reason to turn round.
    const fastest = Math.max(currentReplicas, scaleUpLimit(behavior.scaleUp, policies));
    const most = Math.min(maxReplicas, fastest);
    if (stabilized > most) {
      return {
        replicas: most,
        limits: [...limits, maxReplicas > fastest ? 'ScaleUpLimit' : 'TooManyReplicas'],
      };
    }
  } else if (stabilized < currentReplicas) {
    const fastest = Math.min(currentReplicas, scaleDownLimit(behavior.scaleDown, policies));
    const fewest = Math.max(minReplicas, fastest);
    if (stabilized < fewest) {
      return {
        replicas: fewest,
        limits: [...limits, minReplicas < fastest ? 'ScaleDownLimit' : 'TooFewReplicas'],
      };
    }
  }
  return { replicas: stabilized, limits };
}

/** As near to what there is as the recommendations of both windows allow: up to the lowest, or down to the highest of them. */
function stabilize({ scaleUp, scaleDown }: FilledBehavior, question: Normalization): number {
  const { nowSeconds, desiredReplicas, currentReplicas, state } = question;
  const within = (windowSeconds: number) =>
    state.recommendations.filter(({ t }) => t > nowSeconds - windowSeconds).map(({ replicas }) => replicas);
  const lowest = Math.min(desiredReplicas, ...within(scaleUp.stabilizationWindowSeconds));
  const highest = Math.max(desiredReplicas, ...within(scaleDown.stabilizationWindowSeconds));
  return Math.min(Math.max(currentReplicas, lowest), highest);
}
