export { judgeScaling } from './judge-scaling.js';
export { lowestReachable } from './lowest-reachable.js';
export { scalingVerdicts } from './scaling-claims.js';
export {
  type ScalingCheck,
  type ScalingObservation,
  type ScalingQuestion,
  type ScalingVerdict,
  scalingChecks,
} from './scaling-observation.js';
export { type ScalingQueries, scalingQueries } from './scaling-queries.js';
