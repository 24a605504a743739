export const podPhases = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'] as const;
export type PodPhase = (typeof podPhases)[number];

/** What the autoscaler knows of a pod. */
export interface Pod {
  /** CPU in thousandths of a core, memory in thousandths of a byte; `undefined`: the metrics API has nothing of this pod. */
  readonly usageMilli: number | undefined;
  /** In the same unit; `null` when a container has no request. */
  readonly requestMilli: number | null;
  /** Status of the condition `Ready`; `null` when there is no such condition. */
  readonly ready: boolean | null;
  /** `null` when the kubelet has not acknowledged the pod. */
  readonly startedSecondsAgo: number | null;
  /** When the condition `Ready` last changed; `null`: never recorded. */
  readonly readyChangedSecondsAgo: number | null;
  /** End of the window over which usage was measured, and its length. */
  readonly metricAgeSeconds: number;
  readonly metricWindowSeconds: number;
  readonly phase: PodPhase;
  readonly deleting: boolean;
}

export interface Initialization {
  /** `--horizontal-pod-autoscaler-cpu-initialization-period` */
  readonly cpuInitializationSeconds: number;
  /** `--horizontal-pod-autoscaler-initial-readiness-delay` */
  readonly initialReadinessDelaySeconds: number;
}
