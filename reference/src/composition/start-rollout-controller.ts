import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReleaseStrategy, RolloutLine } from '@attest/chaos';
import { canaryPolicy } from '@attest/controllers';
import type { Platform } from '@attest/platform';
import { outside } from '../links/latencies.js';
import type { RolloutControllerConfig, RolloutPlan } from '../rollout/rollout-config.js';
import { type BedContext, portOf, startOutside } from './context.js';
import { routingKey, vendorEndpoints } from './outside.js';
import type { ReleaseSite } from './release-site.js';

const name = 'rollout-controller';
/** As often as Prometheus scrapes: between two scrapes nothing new is to be seen. */
const stepSeconds = 5;

export interface RolloutController {
  begin(): void;
  stop(): Promise<void>;
}

/** A program of its own for one rollout, scraped while it runs. It waits to be told to begin. */
export async function startRolloutController(
  context: BedContext,
  site: ReleaseSite,
  strategy: ReleaseStrategy,
  onLine: (line: RolloutLine) => void,
): Promise<RolloutController> {
  const { environment, options } = context;
  const { vendors, monitoring } = site.surroundings;
  const { pagerduty, slack } = vendorEndpoints(vendors);
  const { switching } = options.mutants ?? {};
  const config: Omit<RolloutControllerConfig, 'environment' | 'revision'> = {
    service: site.service.id,
    ...site.adminPorts,
    canary: site.canary,
    plan: planOf(options.platform, strategy),
    stepSeconds,
    prometheusPort: monitoring.prometheusPort,
    channels: { pagerduty: { url: pagerduty, routingKey }, slack: { url: slack } },
    ...(switching && { switching }),
  };
  const controller = await startOutside(context, name, config, { instrument: true });
  controller.onMessage((message) => {
    const { type, line } = (message ?? {}) as { type?: string; line?: RolloutLine };
    if (type === 'rollout' && line !== undefined) onLine(line);
  });
  const target = {
    targets: [`127.0.0.1:${portOf(controller, 'metrics')}`],
    labels: { job: name, service: name, instance: name, region: outside, environment },
  };
  const targetsFile = join(monitoring.onDemandTargets, `${name}.json`);
  await mkdir(monitoring.onDemandTargets, { recursive: true });
  await writeFile(targetsFile, JSON.stringify([target]));
  return {
    begin: () => controller.send({ type: 'begin' }),
    async stop() {
      await controller.process.stop({ graceSeconds: 2 });
      await rm(targetsFile, { force: true });
    },
  };
}

function planOf(platform: Platform, strategy: ReleaseStrategy): RolloutPlan {
  if (strategy.kind === 'blue-green') return strategy;
  const { timeFactor } = strategy;
  const policy = canaryPolicy(platform);
  const stages = policy.stages.map((stage) => ({ ...stage, seconds: stage.seconds / timeFactor }));
  return { kind: 'canary', policy: { ...policy, stages }, timeFactor };
}
