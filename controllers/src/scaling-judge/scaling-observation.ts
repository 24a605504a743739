import type { ScalingObservation } from '@attest/evidence';
import type { Scaling } from '@attest/platform';
import type { FilledBehavior } from '../autoscaler/behavior.js';

export type { ScalingObservation };

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
