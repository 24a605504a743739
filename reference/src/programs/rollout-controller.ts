import { setTimeout as delay } from 'node:timers/promises';
import { journaled, type RolloutPorts, runRollout } from '@attest/controllers';
import type { RolloutEvent } from '@attest/evidence';
import { monotonicMs } from '../clock.js';
import { createPlatformPorts } from '../rollout/platform-ports.js';
import { RevisionMeter } from '../rollout/revision-meter.js';
import type { RolloutControllerConfig } from '../rollout/rollout-config.js';
import { rolloutMetrics } from '../rollout/rollout-metrics.js';
import { createRolloutNotifier } from '../rollout/rollout-notifier.js';
import { programTelemetry } from './program-telemetry.js';
import { runProgram } from './run-program.js';

await runProgram<RolloutControllerConfig>(async (config) => {
  const { revision, service, canary, policy, timeFactor, stepSeconds } = config;
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
  const run = async () => {
    const { stages, metrics: judgedBy } = policy;
    log({ service, event: 'begun', baseline: revision, canary, stages, timeFactor, metrics: judgedBy });
    meter.begin();
    const { phase: outcome } = await runRollout(policy, journaled(service, ports, log));
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
