import { float64ToInt32 } from './go-numbers.js';

export interface QueueQuestion {
  readonly currentReplicas: number;
  /** Jobs that wait or run, of the whole queue. */
  readonly queueLength: number;
  /** So many of them are meant for each replica (`averageValue` of an external metric). */
  readonly perReplica: number;
  readonly tolerance: number;
}

/**
 * How many replicas the length of a queue asks for: an external metric with a target for each pod, which is how GPU workers scale.
 * Source: `GetExternalPerPodMetricReplicas` in Kubernetes v1.34, `pkg/controller/podautoscaler/replica_calculator.go`.
 */
export function replicasForQueue({
  currentReplicas,
  queueLength,
  perReplica,
  tolerance,
}: QueueQuestion): number {
  const ratio = queueLength / (perReplica * currentReplicas);
  if (1 - tolerance <= ratio && ratio <= 1 + tolerance) return currentReplicas;
  return float64ToInt32(Math.min(Math.ceil(queueLength / perReplica), 2 ** 31 - 1));
}
