import {
  type AutoscalerState,
  decide,
  generatedBehavior,
  initialAutoscalerState,
  replicasForQueue,
  type ScalingObservation,
  syncPeriodSeconds,
  upstreamFlags,
} from '@attest/controllers';

export interface SimulatedQueue {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly scaleDownDelaySeconds: number;
  /** So many jobs that wait or run are meant for each worker. */
  readonly jobsPerInstance: number;
  readonly secondsPerJob: number;
}

/** Jobs that arrive in a second; so many workers are wanted. */
export type JobArrivals = (second: number, wanted: number) => number;

/** Workers of a queue that scale by its length, on a clock that does not wait; each does one job at a time. */
export function simulateQueue(
  { minReplicas, maxReplicas, scaleDownDelaySeconds, jobsPerInstance, secondsPerJob }: SimulatedQueue,
  arrivals: JobArrivals,
  untilSeconds: number,
): readonly ScalingObservation[] {
  const observed: ScalingObservation[] = [];
  const behavior = generatedBehavior(scaleDownDelaySeconds);
  const { tolerance } = upstreamFlags;
  let state: AutoscalerState = initialAutoscalerState;
  let replicas = minReplicas;
  let queueLength = 0;
  for (let second = 0; second <= untilSeconds; second += 1) {
    if (second % syncPeriodSeconds === 0) {
      observed.push({ t: second, replicas, utilization: {}, queueLength: Math.floor(queueLength) });
      const question = { currentReplicas: replicas, queueLength: Math.floor(queueLength), tolerance };
      const proposals = [replicasForQueue({ ...question, perReplica: jobsPerInstance })];
      const decision = decide({ minReplicas, maxReplicas, behavior }, state, {
        nowSeconds: second,
        currentReplicas: replicas,
        proposals,
      });
      ({ state, replicas } = decision);
    }
    queueLength = Math.max(0, queueLength + arrivals(second, replicas) - replicas / secondsPerJob);
  }
  return observed;
}
