import { setTimeout as delay } from 'node:timers/promises';
import { journaled, type RolloutPorts, runRollout, switchAndBack } from '@attest/controllers';
import type { RolloutEvent, RolloutOutcome } from '@attest/evidence';
import { monotonicMs } from '../clock.js';
import { createPlatformPorts } from '../rollout/platform-ports.js';
import { RevisionMeter } from '../rollout/revision-meter.js';
import type { RolloutControllerConfig, RolloutPlan } from '../rollout/rollout-config.js';
import { rolloutMetrics } from '../rollout/rollout-metrics.js';
import { createRolloutNotifier } from '../rollout/rollout-notifier.js';
import { programTelemetry } from './program-telemetry.js';
import { runProgram } from './run-program.js';

await runProgram<RolloutControllerConfig>(async (config) => {
  const { revision, service, canary, plan, stepSeconds } = config;
  const telemetry = programTelemetry('rollout-controller', config);
  const metrics = rolloutMetrics(telemetry, service);
  const meter = new RevisionMeter({
    prometheus: new URL(`http://127.0.0.1:${config.prometheusPort}`),
    service,
    baseline: revision,
    canary,
    now: () => Date.now() / 1000,
  });
  const stopping = new AbortController();
  const log = (event: RolloutEvent) =>
    process.send?.({ type: 'rollout', line: { ...event, monotonicMs: monotonicMs() } });
  const ports: RolloutPorts = {
    ...createPlatformPorts(config),
    notify: createRolloutNotifier(config),
    measure: () => meter.measure(),
    wait: async () => {
      await delay(stepSeconds * 1000, undefined, { signal: stopping.signal }).catch(() => {});
      return !stopping.signal.aborted;
    },
    show: ({ phase, stage }, weight) => metrics.show(phase, stage, weight),
  };
  const carriedOut = async (): Promise<RolloutOutcome> => {
    const logged = journaled(service, ports, log);
    if (plan.kind === 'canary') return (await runRollout(plan.policy, logged)).phase;
    // What could not be carried out has not ended as it should; the evidence shows how far it came.
    const outcome = await switchAndBack(plan, logged).catch(() => 'interrupted' as const);
    return outcome === 'interrupted' ? 'watching' : outcome;
  };
  const run = async () => {
    log({ service, event: 'begun', baseline: revision, canary, ...announced(plan) });
    meter.begin();
    const outcome = await carriedOut();
    const canaryWrites = await meter.canaryWrites().catch(() => null);
    log({ service, event: 'ended', outcome, canaryWrites });
  };
  let running = Promise.resolve();
  process.on('message', (message: { type?: string }) => {
    if (message?.type === 'begin') running = run();
  });
  return {
    ports: { metrics: (await telemetry.listening) ?? 0 },
    async stop() {
      stopping.abort();
      await running;
      await telemetry.shutdown();
    },
  };
});

function announced(plan: RolloutPlan) {
  if (plan.kind === 'blue-green') {
    const stages = [1, 0].map((weight) => ({ weight, seconds: plan.seconds }));
    return { stages, timeFactor: 1, metrics: [] };
  }
  const { policy, timeFactor } = plan;
  return { stages: policy.stages, timeFactor, metrics: policy.metrics };
}
