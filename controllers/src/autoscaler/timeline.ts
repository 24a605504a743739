import { type AutoscalerSpec, decide, syncPeriodSeconds } from './autoscaler.js';
import { initialAutoscalerState } from './autoscaler-state.js';
import type { Pod } from './pod.js';
import { desiredReplicas } from './replica-calculator.js';

export interface ScalingTarget {
  readonly metric: string;
  /** Percent of the request. */
  readonly targetUtilization: number;
}

export interface TimelineQuestion {
  readonly spec: AutoscalerSpec;
  readonly targets: readonly ScalingTarget[];
  readonly initialReplicas: number;
  /** In order. Each holds until the next; a metric that it leaves out could not be measured. */
  readonly samples: readonly { readonly t: number; readonly utilization: Readonly<Record<string, number>> }[];
  /** The last decision is not after this. */
  readonly untilSeconds: number;
}

/** What the autoscaler makes of a recorded load: replicas after each decision, 15 s apart; all pods ready and equally loaded. */
export function replayTimeline(question: TimelineQuestion): number[] {
  const { spec, targets, samples, untilSeconds } = question;
  let state = initialAutoscalerState;
  let current = question.initialReplicas;
  let next = 0;
  const replicas: number[] = [];
  for (let t = 0; t <= untilSeconds; t += syncPeriodSeconds) {
    while (next < samples.length && (samples[next]?.t ?? 0) <= t) next += 1;
    const measured = samples[next - 1]?.utilization ?? {};
    const proposals = targets.map((target) => proposalOf(target, measured[target.metric], current));
    const decision = decide(spec, state, { nowSeconds: t, currentReplicas: current, proposals });
    state = decision.state;
    current = decision.replicas;
    replicas.push(current);
  }
  return replicas;
}

/**
 * So many replicas does a metric ask for when every pod uses this share of its request.
 *
 * @param counted pods whose usage that is; the others have just been started
 */
export function proposalOf(
  { metric, targetUtilization }: ScalingTarget,
  utilization: number | undefined,
  currentReplicas: number,
  counted = currentReplicas,
): number | undefined {
  if (utilization === undefined || currentReplicas === 0) return undefined;
  const pod: Pod = { ...steadyPod, usageMilli: Math.trunc(utilization * 10) };
  const answer = desiredReplicas({
    ...upstreamFlags,
    metric,
    targetUtilization,
    currentReplicas,
    pods: Array.from({ length: currentReplicas }, (_, at) => (at < counted ? pod : startingPod)),
  });
  return 'error' in answer ? undefined : answer.desired;
}

/** Defaults of the controller manager's `--horizontal-pod-autoscaler-…` flags. */
export const upstreamFlags = {
  tolerance: 0.1,
  cpuInitializationSeconds: 300,
  initialReadinessDelaySeconds: 30,
} as const;

/** Its usage is known, and says nothing yet. */
const startingPod: Pod = {
  usageMilli: 0,
  requestMilli: 1000,
  ready: false,
  startedSecondsAgo: 10,
  readyChangedSecondsAgo: 10,
  metricAgeSeconds: 0,
  metricWindowSeconds: 15,
  phase: 'Running',
  deleting: false,
};

/** Ready for so long that nothing about it is in doubt. */
export const steadyPod: Pod = {
  usageMilli: 0,
  requestMilli: 1000,
  ready: true,
  startedSecondsAgo: 3600,
  readyChangedSecondsAgo: 3590,
  metricAgeSeconds: 0,
  metricWindowSeconds: 15,
  phase: 'Running',
  deleting: false,
};
