import type { Platform } from '@attest/platform';
import { ControllerError } from '../controller-error.js';

export type CanaryMetric = 'error_rate' | 'latency' | 'cpu_usage';

export interface Stage {
  /** Share of the traffic that the new revision gets, 0–1. */
  readonly weight: number;
  readonly seconds: number;
}

/** What a rollout is held against. */
export interface CanaryPolicy {
  /** The canary itself, then the gradual stages. */
  readonly stages: readonly Stage[];
  readonly metrics: readonly CanaryMetric[];
  /** More errors than this are not accepted, however the baseline does. 0–1. */
  readonly errorRate: number;
  /** The same for the 99th percentile of latency. */
  readonly latencyP99Seconds: number;
  /** Whether it is rolled back without asking anybody, and who is told. */
  readonly rollback: { readonly automatic: boolean; readonly notify: readonly string[] };
}

/** The policy from the catalog. @throws ControllerError `no-canary-policy` */
export function canaryPolicy({ id, delivery }: Platform): CanaryPolicy {
  const { canary, gradual, rollback } = delivery;
  if (canary === undefined) {
    const message = `${id} has no canary stage (delivery.canary), so there is nothing to judge by`;
    throw new ControllerError('no-canary-policy', message, 'add delivery.canary to the catalog');
  }
  const stages = (gradual?.stagesPercent ?? []).map((percent) => ({
    weight: percent / 100,
    seconds: gradual?.durationPerStageSeconds ?? 0,
  }));
  return {
    stages: [{ weight: canary.percent / 100, seconds: canary.durationSeconds }, ...stages],
    metrics: canary.metrics,
    errorRate: canary.rollback.errorRate,
    latencyP99Seconds: canary.rollback.latencyP99Ms / 1000,
    rollback: { automatic: rollback?.automatic ?? false, notify: rollback?.notify ?? [] },
  };
}

export const rolloutSeconds = ({ stages }: CanaryPolicy): number =>
  stages.reduce((total, { seconds }) => total + seconds, 0);
