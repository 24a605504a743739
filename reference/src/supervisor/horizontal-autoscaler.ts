import type { ScalingObservation } from '@attest/controllers';
import {
  type AutoscalerState,
  decide,
  desiredReplicas,
  generatedBehavior,
  initialAutoscalerState,
  type Pod,
  type ReplicasAnswer,
  syncPeriodSeconds,
  upstreamFlags,
} from '@attest/controllers/autoscaler';
import type { AutoscalingConfig } from './supervisor-config.js';

/** An instance, as the autoscaler sees a pod. */
export interface ScaledInstance {
  readonly ready: boolean;
  readonly startedMs: number;
  readonly readyChangedMs: number;
  cpuSeconds(): number | undefined;
  memoryMib(): number | undefined;
}

/**
 * The HorizontalPodAutoscaler of one service: told the time, it looks at the instances, decides as Kubernetes does, and remembers
 * what it saw for whoever judges it. Usage is what was used since the last look.
 */
export class HorizontalAutoscaler<I extends ScaledInstance> {
  readonly observations: ScalingObservation[] = [];
  #state: AutoscalerState = initialAutoscalerState;
  #before = new Map<I, { readonly atMs: number; readonly startedMs: number; readonly cpuSeconds: number }>();

  constructor(private readonly config: AutoscalingConfig) {}

  /** So many instances there shall be from now on. */
  decide(nowMs: number, instances: readonly I[]): number {
    const { minReplicas, maxReplicas, targetCpuPercent, requestMilli, memory, scaleDownDelaySeconds } =
      this.config;
    const currentReplicas = instances.length;
    const pods = instances.map((instance) => this.#pod(instance, nowMs));
    const ask = (metric: string, targetUtilization: number, itsPods: readonly Pod[]) =>
      desiredReplicas({ ...upstreamFlags, metric, targetUtilization, currentReplicas, pods: itsPods });
    const answers = { cpu: ask('cpu', targetCpuPercent, pods) } as Record<string, ReplicasAnswer>;
    if (memory !== undefined) {
      const { requestMib, targetPercent } = memory;
      const ofMemory = pods.map((pod, at) => inMemory(pod, instances[at]?.memoryMib(), requestMib));
      answers.memory = ask('memory', targetPercent, ofMemory);
    }
    const utilization: Record<string, number> = {};
    const requestMemory = (memory?.requestMib ?? 0) * 1000;
    let counted = currentReplicas;
    const proposals = Object.entries(answers).map(([metric, answer]) => {
      if ('error' in answer) return undefined;
      // A decimal more than Kubernetes looks at: with it, and the number of those that count, its arithmetic can be repeated.
      const request = metric === 'cpu' ? requestMilli : requestMemory;
      utilization[metric] = Math.trunc((answer.rawUtilization / request) * 1000) / 10;
      if (metric === 'cpu') counted = answer.counted;
      return answer.desired;
    });
    const decision = decide(
      { minReplicas, maxReplicas, behavior: generatedBehavior(scaleDownDelaySeconds) },
      this.#state,
      { nowSeconds: nowMs / 1000, currentReplicas, proposals },
    );
    this.#state = decision.state;
    this.observations.push({ t: nowMs / 1000, replicas: currentReplicas, utilization, counted });
    return decision.replicas;
  }

  #pod(instance: I, nowMs: number): Pod {
    const cpuSeconds = instance.cpuSeconds();
    const before = this.#before.get(instance);
    const { startedMs } = instance;
    if (cpuSeconds !== undefined) this.#before.set(instance, { atMs: nowMs, startedMs, cpuSeconds });
    const measured = cpuSeconds !== undefined && before?.startedMs === startedMs;
    const windowSeconds = measured ? (nowMs - before.atMs) / 1000 : syncPeriodSeconds;
    return {
      usageMilli: measured
        ? Math.round(((cpuSeconds - before.cpuSeconds) / windowSeconds) * 1000)
        : undefined,
      requestMilli: this.config.requestMilli,
      ready: instance.ready,
      startedSecondsAgo: (nowMs - startedMs) / 1000,
      readyChangedSecondsAgo: (nowMs - instance.readyChangedMs) / 1000,
      metricAgeSeconds: 0,
      metricWindowSeconds: windowSeconds,
      phase: 'Running',
      deleting: false,
    };
  }
}

/** In thousandths of a MiB, as CPU is in thousandths of a core; memory is not averaged over time. */
const inMemory = (pod: Pod, mib: number | undefined, requestMib: number): Pod => ({
  ...pod,
  usageMilli: mib === undefined ? undefined : Math.round(mib * 1000),
  requestMilli: requestMib * 1000,
});
