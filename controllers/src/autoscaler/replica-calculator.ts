import { float64ToInt32, int64, int64ToInt32 } from './go-numbers.js';
import { groupOf, type PodGroup } from './group-pods.js';
import type { Initialization, Pod } from './pod.js';

export interface ReplicasQuestion extends Initialization {
  readonly currentReplicas: number;
  /** `cpu` or `memory`. */
  readonly metric: string;
  /** Percent of the request. */
  readonly targetUtilization: number;
  /** So far may usage ÷ target be from 1 without anything being done; 0.1 by default. */
  readonly tolerance: number;
  readonly pods: readonly Pod[];
}

export type ReplicasAnswer =
  | {
      /** Before minimum and maximum, stabilization and policies. */
      readonly desired: number;
      /** Percent of the requests, of the pods whose usage counts. */
      readonly utilization: number;
      /** Their average usage, in the unit of the question. */
      readonly rawUtilization: number;
      /** Pods whose usage that is; the others are not ready, or nobody knows theirs. */
      readonly counted: number;
    }
  | { readonly error: string };

/**
 * How many replicas one metric asks for. Pods without a metric, or not yet ready, count against the direction of the change:
 * as idle when it would be upwards, as using all of their request when it would be downwards.
 *
 * The decisions of Kubernetes v1.34, `GetResourceReplicas` in `pkg/controller/podautoscaler/replica_calculator.go`; that they are
 * the same is shown by vectors that upstream itself has answered (`vectors/hpa`).
 */
export function desiredReplicas(question: ReplicasQuestion): ReplicasAnswer {
  const { pods, metric, targetUtilization: target, currentReplicas } = question;
  if (pods.length === 0) return { error: 'no pods were selected' };
  const grouped = pods.map((pod) => ({ pod, group: groupOf(pod, metric, question) }));
  const ready = grouped.filter(({ group }) => group === 'ready');
  if (ready.length === 0) return { error: 'no pod has a metric that counts; they may all be unready' };
  if (pods.some(({ requestMilli }) => requestMilli === null))
    return { error: `a pod has no request for ${metric}` };

  const measured = utilizationOf(
    ready.map(({ pod }) => ({ usage: BigInt(pod.usageMilli ?? 0), request: requestOf(pod) })),
  );
  if (measured === undefined) return { error: 'the requests of all pods that count are 0' };
  const ratio = measured.utilization / target;
  const { utilization, rawUtilization } = measured;
  const counted = ready.length;
  const answer = (desired: number) => ({ desired, utilization, rawUtilization, counted });

  const has = (wanted: PodGroup) => grouped.some(({ group }) => group === wanted);
  if (!has('missing') && !(has('unready') && ratio > 1)) {
    return answer(
      within(ratio, question) ? currentReplicas : float64ToInt32(Math.ceil(ratio * ready.length)),
    );
  }

  const assumed = grouped.flatMap(({ pod, group }) => {
    const usage = assumedUsage(pod, group, ratio, target);
    return usage === undefined ? [] : [{ usage, request: requestOf(pod) }];
  });
  const cautious = utilizationOf(assumed);
  if (cautious === undefined) return { error: 'the requests of all pods that count are 0' };
  const newRatio = cautious.utilization / target;
  const turned = (ratio < 1 && newRatio > 1) || (ratio > 1 && newRatio < 1);
  if (within(newRatio, question) || turned) return answer(currentReplicas);
  const desired = float64ToInt32(Math.ceil(newRatio * assumed.length));
  const wrongWay = (newRatio < 1 && desired > currentReplicas) || (newRatio > 1 && desired < currentReplicas);
  return answer(wrongWay ? currentReplicas : desired);
}

const within = (ratio: number, { tolerance }: ReplicasQuestion) =>
  1 - tolerance <= ratio && ratio <= 1 + tolerance;

const requestOf = (pod: Pod) => BigInt(pod.requestMilli ?? 0);

/** Usage that a pod is taken to have, given the direction of the change; `undefined`: it does not count. */
function assumedUsage(pod: Pod, group: PodGroup, ratio: number, target: number): bigint | undefined {
  if (group === 'ready') return BigInt(pod.usageMilli ?? 0);
  if (group === 'unready') return ratio > 1 ? 0n : undefined;
  if (group === 'ignored' || ratio === 1) return undefined;
  return ratio > 1 ? 0n : int64(requestOf(pod) * BigInt(Math.max(100, target))) / 100n;
}

/** `undefined` when nothing was requested. Whole percent, rounded down, in 64 bits like upstream. */
function utilizationOf(
  pods: readonly { readonly usage: bigint; readonly request: bigint }[],
): { utilization: number; rawUtilization: number } | undefined {
  let usage = 0n;
  let request = 0n;
  for (const pod of pods) {
    usage = int64(usage + pod.usage);
    request = int64(request + pod.request);
  }
  if (request === 0n) return undefined;
  return {
    utilization: int64ToInt32(int64(usage * 100n) / request),
    rawUtilization: Number(usage / BigInt(pods.length)),
  };
}
