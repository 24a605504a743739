import type { AutoscalerState } from './autoscaler-state.js';
import type { FilledBehavior } from './behavior.js';
import { type Limit, normalize, normalizeWithBehavior } from './normalize.js';
import { remember } from './remember.js';

/** How often upstream decides: `--horizontal-pod-autoscaler-sync-period`. */
export const syncPeriodSeconds = 15;

export interface AutoscalerSpec {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** `undefined` is not the same as one that leaves everything open: upstream then takes its older path. */
  readonly behavior: FilledBehavior | undefined;
}

export interface AutoscalerInput {
  readonly nowSeconds: number;
  /** `spec.replicas` of the workload. */
  readonly currentReplicas: number;
  /** How many replicas each metric asks for; `undefined` where it could not be computed. */
  readonly proposals: readonly (number | undefined)[];
}

export interface Decision {
  readonly replicas: number;
  /** What the metrics ask for; `undefined` when they were not asked, or could not answer. */
  readonly recommendation: number | undefined;
  readonly limits: readonly Limit[];
  readonly state: AutoscalerState;
}

/**
 * One decision, pure: what there will be from now on, and what is remembered for the next.
 * Source: `reconcileAutoscaler` in Kubernetes v1.34, `pkg/controller/podautoscaler/horizontal.go`.
 */
export function decide(spec: AutoscalerSpec, before: AutoscalerState, input: AutoscalerInput): Decision {
  const { minReplicas, maxReplicas, behavior } = spec;
  const { nowSeconds, currentReplicas } = input;
  // The first thing that is remembered is what there was, so that a restarted controller does not scale down at once.
  const state =
    before.recommendations.length > 0
      ? before
      : { ...before, recommendations: [{ t: nowSeconds, replicas: currentReplicas }] };

  // Somebody has switched autoscaling off by scaling to zero.
  if (currentReplicas === 0 && minReplicas !== 0) {
    return { replicas: 0, recommendation: undefined, limits: [], state };
  }
  if (currentReplicas > maxReplicas) {
    return { ...changed(maxReplicas, ['TooManyReplicas'], state), recommendation: undefined };
  }
  if (currentReplicas < minReplicas) {
    return { ...changed(minReplicas, ['TooFewReplicas'], state), recommendation: undefined };
  }
  const recommendation = largest(input);
  if (recommendation === undefined) {
    return { replicas: currentReplicas, recommendation, limits: [], state };
  }
  const question = { ...input, minReplicas, maxReplicas, desiredReplicas: recommendation, state };
  const { replicas, limits } =
    behavior === undefined ? normalize(question) : normalizeWithBehavior(behavior, question);
  const recommendations = [...state.recommendations, { t: nowSeconds, replicas: recommendation }];
  return { ...changed(replicas, limits, { ...state, recommendations }), recommendation };

  function changed(to: number, why: readonly Limit[], remembered: AutoscalerState) {
    return { replicas: to, limits: why, state: remember(spec, remembered, nowSeconds, to - currentReplicas) };
  }
}

/**
 * The largest proposal wins. Where a metric could not be computed, the others may scale up, but not down: what is not known may
 * need what there is. Source: `computeReplicasForMetrics`, same file.
 */
function largest({ proposals, currentReplicas }: AutoscalerInput): number | undefined {
  const known = proposals.filter((proposal) => proposal !== undefined);
  if (known.length === 0) return undefined;
  const most = Math.max(0, ...known);
  return known.length < proposals.length && most < currentReplicas ? undefined : most;
}
