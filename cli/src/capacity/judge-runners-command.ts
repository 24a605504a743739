import { aggregateRunners, capacityExperiment, readRunnerSeries, stagesOf } from '@attest/loadtests';
import { beginRun } from '../begin-run.js';
import type { CapacityFlags } from '../commands/capacity.js';
import type { CliContext } from '../context.js';
import { chosenProfile } from './chosen-profile.js';
import { chosenService } from './chosen-service.js';
import { concludeCapacity } from './conclude-capacity.js';
import { headerFrom } from './header-from.js';
import { planFromFlags } from './plan-from-flags.js';
import { resolveTarget } from './resolve-target.js';

interface Flags extends CapacityFlags {
  prometheus?: string;
  run?: string;
  runners?: number;
  at?: number;
}

/** Started runners take a while until they begin, and the last push comes after the end. */
const spareSeconds = 600;

/** Judges several k6 as one, from what they wrote to a Prometheus; leaves a run like any other. @throws CliError, LoadError */
export async function judgeRunners(context: CliContext, flags: Flags): Promise<void> {
  const { platform, targets } = await context.config();
  const { prometheus = '', run = '', runners = 1 } = flags;
  const service = chosenService(platform, flags.service);
  const profile = chosenProfile(flags.profile);
  const plan = planFromFlags(platform, service, run, flags, context.directory);
  const stages = stagesOf(profile, { usual: plan.requestsPerSecond, peak: plan.peakRequestsPerSecond });
  const judged = stages.filter((stage) => stage.judged);
  const wholeSeconds = stages.reduce((sum, { seconds }) => sum + seconds, 0);
  const series = await readRunnerSeries(
    { url: prometheus, headers: headerFrom(process.env.ATTEST_PROMETHEUS_HEADER), fetch },
    run,
    flags.at ?? Date.now() / 1000,
    wholeSeconds + spareSeconds,
  );
  const { runners: seen, step } = aggregateRunners(series, {
    runners,
    promised: plan.promised,
    profile,
    perSecond: Math.max(...judged.map(({ perSecond }) => perSecond)),
    judgedSeconds: judged.reduce((sum, { seconds }) => sum + seconds, 0),
  });
  const target = flags.target === undefined ? undefined : resolveTarget(targets, service.id, flags.target);
  const experiment = capacityExperiment(service.id, profile);
  const { directory, recorder } = await beginRun(context.directory, {
    experiment,
    target: target?.name ?? 'unknown',
    environment: target?.environment ?? 'unknown',
    whatIf: {},
  });
  try {
    for (const each of seen) await recorder.record({ kind: 'capacity-runner', ...each });
    await recorder.record({ kind: 'capacity-step', ...step });
    await recorder.record({ kind: 'capacity-search', endedBy: 'profile', detail: `${seen.length} runners` });
  } finally {
    recorder.close();
  }
  await concludeCapacity({ context, platform, directory, flags });
}
