import type { CapacityScaling } from '@attest/evidence';
import { type ApiService, type GpuCluster, gpuClusterClaim, type Platform } from '@attest/platform';
import { autoscalingOf } from '../composition/workloads.js';
import { simulateQueue } from './simulate-queue.js';
import { simulateScaling } from './simulate-scaling.js';

/** Beyond what all instances can do. */
const overload = 1.2;
/** So long at the maximum before the load goes away: five decisions. */
const beyondSeconds = 75;
/** Until everything has come down again, after the delay: a few decisions. */
const quietSeconds = 150;
/** Two decisions for each step to the maximum; there are fewer than twenty. */
const longestClimbSeconds = 600;

const cpuMsPerRequest = 50;
/** What an instance of the reference has resident, idle or loaded: 72 to 75 MiB when it was looked at. */
const idleMib = 75;
/** Share of the maximum that memory asks for; CPU has shown by then what happens at the maximum. */
const memoryClimb = 0.5;

/** Where the architecture says no delay. Source: Kubernetes, the default `stabilizationWindowSeconds` of scaling down. */
const usualDelaySeconds = 300;

/** One prediction that runs on a GPU and one that waits for it. */
const jobsPerGpu = 2;
const secondsPerPrediction = 8;

/**
 * The load keeps every ready instance at exactly its CPU request until the maximum is reached, goes beyond what the maximum can do,
 * and goes away. When the instances have gone as well, their memory fills up to exactly what they request while their CPU idles, until
 * there are half as many as there may be, and becomes free again.
 */
export function stressService(platform: Platform, service: ApiService): CapacityScaling {
  const autoscaling = autoscalingOf(platform, service);
  const { minReplicas, maxReplicas, requestMilli, scaleDownDelaySeconds = usualDelaySeconds } = autoscaling;
  const limitMilli = service.container.resources.limits.cpuMilli;
  const perCore = 1000 / cpuMsPerRequest;
  const atRequest = (requestMilli / 1000) * perCore;
  const requestedMib = service.container.resources.requests.memoryMib;
  const targetMib = (requestedMib * service.scaling.targetMemoryPercent) / 100;
  const roundSeconds = longestClimbSeconds + beyondSeconds + scaleDownDelaySeconds + quietSeconds;
  const cpu = phases(maxReplicas, 0);
  const memory = phases(Math.ceil(maxReplicas * memoryClimb), roundSeconds);
  const observations = simulateScaling(
    {
      autoscaling: { ...autoscaling, scaleDownDelaySeconds },
      limitMilli,
      cpuMsPerRequest,
      startSeconds: service.readiness.initialDelaySeconds,
      memoryMib: (second, wanted) =>
        ({ climb: requestedMib, beyond: targetMib, quiet: idleMib })[memory(second, wanted)],
    },
    (second, wanted, ready) =>
      ({
        climb: ready * atRequest,
        beyond: Math.round(maxReplicas * (limitMilli / 1000) * perCore * overload),
        quiet: Math.round(minReplicas * atRequest * 0.2),
      })[cpu(second, wanted)],
    2 * roundSeconds,
  );
  return {
    subject: service.id,
    modelled: `virtual instances, ${cpuMsPerRequest} ms of CPU a request, ${idleMib} to ${requestedMib} MiB each, on a clock that does not wait`,
    scaleDownDelaySeconds,
    observations,
  };
}

/** The same for GPU workers, by the length of their queue. */
export function stressCluster({ cost }: Platform, cluster: GpuCluster): CapacityScaling {
  const { minInstances: minReplicas, maxInstances: maxReplicas } = cluster;
  const scaleDownDelaySeconds =
    cost.optimization?.compute?.autoScaling?.scaleDownDelaySeconds ?? usualDelaySeconds;
  const phase = phases(maxReplicas, 0);
  const observations = simulateQueue(
    {
      minReplicas,
      maxReplicas,
      scaleDownDelaySeconds,
      jobsPerInstance: jobsPerGpu,
      secondsPerJob: secondsPerPrediction,
    },
    (second, wanted) =>
      phase(second, wanted) === 'quiet' ? 0 : (maxReplicas / secondsPerPrediction) * overload,
    longestClimbSeconds + beyondSeconds + scaleDownDelaySeconds + quietSeconds,
  );
  return {
    subject: gpuClusterClaim(cluster),
    modelled: `virtual workers, predictions of ${secondsPerPrediction} s, ${jobsPerGpu} jobs for each GPU, on a clock that does not wait`,
    scaleDownDelaySeconds,
    jobsPerInstance: jobsPerGpu,
    observations,
  };
}

/** Quiet until its time comes; climbs until so many are wanted, stays beyond for a while, and is quiet afterwards. */
function phases(
  wantedAtMost: number,
  fromSecond: number,
): (second: number, wanted: number) => 'climb' | 'beyond' | 'quiet' {
  let reached: number | undefined;
  return (second, wanted) => {
    if (second < fromSecond) return 'quiet';
    if (wanted >= wantedAtMost) reached ??= second;
    if (reached === undefined) return 'climb';
    return second < reached + beyondSeconds ? 'beyond' : 'quiet';
  };
}
