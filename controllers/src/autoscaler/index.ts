export {
  type AutoscalerInput,
  type AutoscalerSpec,
  type Decision,
  decide,
  syncPeriodSeconds,
} from './autoscaler.js';
export { type AutoscalerState, initialAutoscalerState } from './autoscaler-state.js';
export { type Behavior, type FilledBehavior, fillBehavior, generatedBehavior } from './behavior.js';
export type { Limit } from './normalize.js';
export type { Initialization, Pod, PodPhase } from './pod.js';
export { type QueueQuestion, replicasForQueue } from './queue-depth.js';
export { type AutoscalerAnswer, type AutoscalerReplay, replayAutoscaler } from './replay-autoscaler.js';
export { desiredReplicas, type ReplicasAnswer, type ReplicasQuestion } from './replica-calculator.js';
export { type ScalingTarget, type TimelineQuestion, upstreamFlags } from './timeline.js';
