import { type AutoscalerSpec, decide } from '../autoscaler/autoscaler.js';
import { type AutoscalerState, initialAutoscalerState } from '../autoscaler/autoscaler-state.js';
import { remember } from '../autoscaler/remember.js';
import { proposalOf } from '../autoscaler/timeline.js';
import type { ScalingQuestion } from './scaling-observation.js';

export interface Expectation {
  /** What the metrics alone ask for; `undefined` where they do not tell. */
  readonly recommendation: number | undefined;
  /** What the autoscaler would make of it, from what there really was. */
  readonly replicas: number;
}

/** For each observation, what upstream would decide if it decided then, remembering what really happened before. */
export function expectedReplicas({ scaling, behavior, observations }: ScalingQuestion): Expectation[] {
  const spec: AutoscalerSpec = {
    minReplicas: scaling.minInstances,
    maxReplicas: scaling.maxInstances,
    behavior,
  };
  const targets = [
    { metric: 'cpu', targetUtilization: scaling.targetCpuPercent },
    { metric: 'memory', targetUtilization: scaling.targetMemoryPercent },
  ];
  let state: AutoscalerState = initialAutoscalerState;
  return observations.map(({ t, replicas, utilization }, at) => {
    const proposals = targets.map((target) => proposalOf(target, utilization[target.metric], replicas));
    const decision = decide(spec, state, { nowSeconds: t, currentReplicas: replicas, proposals });
    // What was decided is replaced by what was done.
    const done = (observations[at + 1]?.replicas ?? replicas) - replicas;
    const { recommendations } = decision.state;
    state = remember(spec, { ...state, recommendations }, t, done);
    return { recommendation: decision.recommendation, replicas: decision.replicas };
  });
}
