import { type AutoscalerSpec, decide } from '../autoscaler/autoscaler.js';
import { type AutoscalerState, initialAutoscalerState } from '../autoscaler/autoscaler-state.js';
import { replicasForQueue } from '../autoscaler/queue-depth.js';
import { remember } from '../autoscaler/remember.js';
import { proposalOf, upstreamFlags } from '../autoscaler/timeline.js';
import type { ScalingObservation, ScalingQuestion } from './scaling-observation.js';

const { tolerance } = upstreamFlags;

export interface Expectation {
  /** What the metrics alone ask for; `undefined` where they do not tell. */
  readonly recommendation: number | undefined;
  /** What the autoscaler would make of it, from what there really was. */
  readonly replicas: number;
  /** What asks for the most; of those that ask for as many, CPU. `undefined` where nothing was measured. */
  readonly askedBy: ScaledBy | undefined;
}

export type ScaledBy = 'cpu' | 'memory' | 'queue';

/** For each observation, what upstream would decide if it decided then, remembering what really happened before. */
export function expectedReplicas({
  scaling,
  jobsPerInstance,
  behavior,
  observations,
}: ScalingQuestion): Expectation[] {
  const spec: AutoscalerSpec = {
    minReplicas: scaling.minInstances,
    maxReplicas: scaling.maxInstances,
    behavior,
  };
  const { targetCpuPercent, targetMemoryPercent } = scaling;
  const proposalsOf = ({ replicas, utilization, counted, queueLength }: ScalingObservation): Proposals => ({
    ...(targetCpuPercent !== undefined && {
      cpu: proposalOf(
        { metric: 'cpu', targetUtilization: targetCpuPercent },
        utilization.cpu,
        replicas,
        counted,
      ),
    }),
    ...(targetMemoryPercent !== undefined && {
      memory: proposalOf(
        { metric: 'memory', targetUtilization: targetMemoryPercent },
        utilization.memory,
        replicas,
      ),
    }),
    ...(jobsPerInstance !== undefined && {
      queue:
        queueLength === undefined
          ? undefined
          : replicasForQueue({
              currentReplicas: replicas,
              queueLength,
              perReplica: jobsPerInstance,
              tolerance,
            }),
    }),
  });
  let state: AutoscalerState = initialAutoscalerState;
  return observations.map((observation, at) => {
    const { t, replicas } = observation;
    const proposals = proposalsOf(observation);
    const decision = decide(spec, state, {
      nowSeconds: t,
      currentReplicas: replicas,
      proposals: Object.values(proposals),
    });
    // What was decided is replaced by what was done.
    const done = (observations[at + 1]?.replicas ?? replicas) - replicas;
    const { recommendations } = decision.state;
    state = remember(spec, { ...state, recommendations }, t, done);
    return {
      recommendation: decision.recommendation,
      replicas: decision.replicas,
      askedBy: loudest(proposals),
    };
  });
}

type Proposals = Readonly<Partial<Record<ScaledBy, number | undefined>>>;

function loudest(proposals: Proposals): ScaledBy | undefined {
  const asked = (Object.keys(proposals) as ScaledBy[]).filter((metric) => proposals[metric] !== undefined);
  const most = Math.max(...asked.map((metric) => proposals[metric] ?? 0));
  return asked.find((metric) => proposals[metric] === most);
}
