import type { ApiService } from '@attest/platform';
import { decide, syncPeriodSeconds } from '../autoscaler/autoscaler.js';
import { initialAutoscalerState } from '../autoscaler/autoscaler-state.js';
import { generatedBehavior } from '../autoscaler/behavior.js';
import { proposalOf } from '../autoscaler/timeline.js';

export interface ScaleUpStep {
  /** Seconds since the first decision. */
  readonly t: number;
  readonly instances: number;
  /** CPU of an instance, in percent of its request, while there were so many. */
  readonly utilizationPercent: number;
  /** Requests a second beyond what all instances can take at their limit. */
  readonly excessRps: number;
}

/** From the minimum until nothing changes any more, under a load that is there at once and stays; with the behavior that is generated. */
export function scaleUp(
  service: ApiService,
  rps: number,
  cpuMsPerRequest: number,
  scaleDownDelaySeconds: number | undefined,
): ScaleUpStep[] {
  const { scaling, container } = service;
  const { requests, limits } = container.resources;
  const spec = {
    minReplicas: scaling.minInstances,
    maxReplicas: scaling.maxInstances,
    behavior: generatedBehavior(scaleDownDelaySeconds),
  };
  const target = { metric: 'cpu', targetUtilization: scaling.targetCpuPercent };
  const loadAt = (instances: number) => {
    // A thousandth of a core is a millisecond of CPU a second.
    const wantedMilli = (rps * cpuMsPerRequest) / instances;
    return {
      utilizationPercent: Math.trunc((Math.min(wantedMilli, limits.cpuMilli) / requests.cpuMilli) * 100),
      excessRps: Math.max(0, rps - (instances * limits.cpuMilli) / cpuMsPerRequest),
    };
  };
  let state = initialAutoscalerState;
  let instances = scaling.minInstances;
  const steps: ScaleUpStep[] = [{ t: 0, instances, ...loadAt(instances) }];
  for (let t = 0; ; t += syncPeriodSeconds) {
    const proposal = proposalOf(target, loadAt(instances).utilizationPercent, instances);
    const decision = decide(spec, state, {
      nowSeconds: t,
      currentReplicas: instances,
      proposals: [proposal],
    });
    if (decision.replicas <= instances) return steps;
    state = decision.state;
    instances = decision.replicas;
    steps.push({ t, instances, ...loadAt(instances) });
  }
}
