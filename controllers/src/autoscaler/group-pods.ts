import { nanoseconds } from './go-numbers.js';
import type { Initialization, Pod } from './pod.js';

/** `ignored`: as if it were not there. `unready`: its usage says nothing yet. `missing`: nobody knows its usage. */
export type PodGroup = 'ready' | 'unready' | 'missing' | 'ignored';

/**
 * How a pod counts. Only CPU is misleading while a pod starts, so only for CPU does readiness matter.
 * Source: `groupPods` in Kubernetes v1.34, `pkg/controller/podautoscaler/replica_calculator.go`.
 */
export function groupOf(pod: Pod, metric: string, initialization: Initialization): PodGroup {
  if (pod.deleting || pod.phase === 'Failed') return 'ignored';
  if (pod.phase === 'Pending') return 'unready';
  if (pod.usageMilli === undefined) return 'missing';
  return metric === 'cpu' && misleading(pod, initialization) ? 'unready' : 'ready';
}

function misleading(pod: Pod, initialization: Initialization): boolean {
  if (pod.ready === null || pod.startedSecondsAgo === null) return true;
  const started = nanoseconds(pod.startedSecondsAgo);
  if (started < nanoseconds(initialization.cpuInitializationSeconds)) {
    return !pod.ready || reachesBackBeforeReadiness(pod);
  }
  // Unready ever since it started: what it uses is start-up. Unready again later: what it uses is load.
  const delay = nanoseconds(initialization.initialReadinessDelaySeconds);
  return (
    !pod.ready &&
    (pod.readyChangedSecondsAgo === null || changed(pod.readyChangedSecondsAgo) + delay > started)
  );
}

/** The window of the metric began before the pod became ready. */
function reachesBackBeforeReadiness(pod: Pod): boolean {
  if (pod.readyChangedSecondsAgo === null) return false;
  const sinceReady = changed(pod.readyChangedSecondsAgo) - nanoseconds(pod.metricAgeSeconds);
  return sinceReady < nanoseconds(pod.metricWindowSeconds);
}

const changed = nanoseconds;
