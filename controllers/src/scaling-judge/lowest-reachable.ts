import type { Scaling } from '@attest/platform';
import { proposalOf } from '../autoscaler/timeline.js';

/** Where an idle service comes to rest, from its maximum, when each instance keeps so much of its memory. */
export function lowestReachable(
  scaling: Omit<Scaling, 'targetCpuPercent'>,
  idleMemoryPercent: number,
): number {
  const target = { metric: 'memory', targetUtilization: scaling.targetMemoryPercent };
  for (let instances = scaling.maxInstances; ; ) {
    const wanted = Math.max(
      scaling.minInstances,
      proposalOf(target, idleMemoryPercent, instances) ?? instances,
    );
    if (wanted >= instances) return instances;
    instances = wanted;
  }
}
