import type { RolloutPhase } from '@attest/controllers';
import type { Telemetry } from '@attest/instrumentation';

const decisions = {
  promoted: 'promote',
  'rolled-back': 'rollback',
  holding: 'inconclusive',
  watching: undefined,
} as const satisfies Record<RolloutPhase, string | undefined>;

/** A rollout's metrics carry the name of the service that is rolled out, and not the controller's. */
export function rolloutMetrics(telemetry: Telemetry, service: string) {
  const stageGauge = telemetry.gauge('canary_stage');
  const weightGauge = telemetry.gauge('canary_weight');
  const decided = telemetry.counter('canary_decisions_total');
  let before: RolloutPhase = 'watching';
  // A counter that first appears with 1 does not grow in the eyes of `increase()`.
  for (const decision of Object.values(decisions)) if (decision) decided.inc({ service, decision }, 0);
  return {
    show(phase: RolloutPhase, stage: number, weight: number): void {
      const isOver = phase === 'promoted' || phase === 'rolled-back';
      stageGauge.set({ service }, isOver ? 0 : stage + 1);
      weightGauge.set({ service }, weight * 100);
      const decision = decisions[phase];
      if (phase !== before && decision !== undefined) decided.inc({ service, decision });
      before = phase;
    },
  };
}
