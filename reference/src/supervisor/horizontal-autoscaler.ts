import type { ScalingObservation } from '@attest/controllers';
import {
  type AutoscalerState,
  decide,
  desiredReplicas,
  generatedBehavior,
  initialAutoscalerState,
  type Pod,
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
    const { minReplicas, maxReplicas, targetCpuPercent, scaleDownDelaySeconds } = this.config;
    const pods = instances.map((instance) => this.#pod(instance, nowMs));
    const currentReplicas = instances.length;
    const answer = desiredReplicas({
      ...upstreamFlags,
      metric: 'cpu',
      targetUtilization: targetCpuPercent,
      currentReplicas,
      pods,
    });
    const known = !('error' in answer);
    const decision = decide(
      { minReplicas, maxReplicas, behavior: generatedBehavior(scaleDownDelaySeconds) },
      this.#state,
      { nowSeconds: nowMs / 1000, currentReplicas, proposals: [known ? answer.desired : undefined] },
    );
    this.#state = decision.state;
    const utilization: Record<string, number> = known ? { cpu: answer.utilization } : {};
    this.observations.push({ t: nowMs / 1000, replicas: currentReplicas, utilization });
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
