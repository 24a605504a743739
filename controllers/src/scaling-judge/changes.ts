import type { ScalingObservation } from './scaling-observation.js';

/** From one number of instances to another, seen at the observation `at`. */
export interface Change {
  readonly at: number;
  readonly t: number;
  readonly from: number;
  readonly to: number;
}

export const changesOf = (observations: readonly ScalingObservation[]): Change[] =>
  observations.flatMap(({ t, replicas }, at) => {
    const before = observations[at - 1]?.replicas;
    return before === undefined || before === replicas ? [] : [{ at, t, from: before, to: replicas }];
  });
