import { aggregateRunners, readRunnerSeries, stagesOf } from '@attest/loadtests';
import type { CapacityFlags } from '../commands/capacity.js';
import type { CliContext } from '../context.js';
import { chosenProfile } from './chosen-profile.js';
import { chosenService } from './chosen-service.js';
import { headerFrom } from './header-from.js';
import { planFromFlags } from './plan-from-flags.js';
import { recordElsewhere } from './record-elsewhere.js';

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
  const config = await context.config();
  const { platform } = config;
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
  await recordElsewhere(context, config, flags, service, profile, async (recorder) => {
    for (const each of seen) await recorder.record({ kind: 'capacity-runner', ...each });
    await recorder.record({ kind: 'capacity-step', ...step });
    await recorder.record({ kind: 'capacity-search', endedBy: 'profile', detail: `${seen.length} runners` });
  });
}
