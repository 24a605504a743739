import { type FailoverMetrics, failoverPhases, stepNames } from '@attest/controllers/failover';
import type { Telemetry } from '@attest/instrumentation';

export function telemetryFailoverMetrics(telemetry: Telemetry): FailoverMetrics {
  const state = telemetry.gauge('failover_state');
  const epoch = telemetry.gauge('failover_epoch');
  const steps = telemetry.histogram('failover_step_duration_seconds');
  const total = telemetry.counter('failover_total');
  // A failover is rare: its first one must be seen, and a rate sees only what grows.
  for (const step of stepNames) steps.zero({ step });
  return {
    state(current) {
      for (const phase of failoverPhases) state.set({ state: phase }, phase === current ? 1 : 0);
    },
    epoch: (value) => epoch.set({}, value),
    stepDuration: (step, seconds) => steps.observe({ step }, seconds),
    finished: (trigger, outcome) => total.inc({ trigger, outcome }),
  };
}
