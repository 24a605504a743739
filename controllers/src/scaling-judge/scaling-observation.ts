import type { Scaling } from '@attest/platform';
import type { FilledBehavior } from '../autoscaler/behavior.js';

/**
 * A service at one moment; as its supervisor records it, or as series of Prometheus tell it (`scalingQueries`). In order,
 * at most one synchronization period (15 s) apart.
 */
export interface ScalingObservation {
  /** Seconds on any clock. */
  readonly t: number;
  /** Instances that are wanted (`spec.replicas`). */
  readonly replicas: number;
  /** Average use in percent of the request, by resource; what is left out was not measured. */
  readonly utilization: Readonly<Record<string, number>>;
  /** Instances whose CPU that is; the others have just been started. All when left out. */
  readonly counted?: number;
  /** Jobs that wait or run, where the length of a queue decides. */
  readonly queueLength?: number;
  /** Of the requests since the observation before; left out when nobody counts them. */
  readonly requests?: { readonly good: number; readonly shed: number; readonly failed: number };
}

export interface ScalingQuestion {
  /** Of a service; of GPU workers, which scale by their queue, the targets are left out. */
  readonly scaling: Pick<Scaling, 'minInstances' | 'maxInstances'> & Partial<Scaling>;
  /** So many jobs are meant for each instance, where the length of a queue decides. */
  readonly jobsPerInstance?: number;
  /** `undefined`: the autoscaler has none, and takes its older path. */
  readonly behavior: FilledBehavior | undefined;
  readonly scaleDownDelaySeconds: number;
  readonly observations: readonly ScalingObservation[];
}

export const scalingChecks = [
  'minimum',
  'maximum',
  'steps',
  'memory-steps',
  'scale-down-delay',
  'flapping',
  'at-the-limit',
  'minimum-reachable',
] as const;
export type ScalingCheck = (typeof scalingChecks)[number];

export interface ScalingVerdict {
  readonly check: ScalingCheck;
  readonly verdict: 'held' | 'broken' | 'inconclusive';
  /** One sentence with the numbers. */
  readonly reason: string;
  /** What the promise is about, where that is a number. */
  readonly measured?: number;
}
