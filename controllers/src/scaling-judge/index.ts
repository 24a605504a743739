export { judgeScaling } from './judge-scaling.js';
export { lowestReachable } from './lowest-reachable.js';
export { observationsFromSeries, type ScalingSeries } from './observations-from-series.js';
export { scalingVerdicts } from './scaling-claims.js';
export {
  type ScalingCheck,
  type ScalingObservation,
  type ScalingQuestion,
  type ScalingVerdict,
  scalingChecks,
} from './scaling-observation.js';
export { type ScalingQueries, type ScalingQuery, scalingQueries } from './scaling-queries.js';
