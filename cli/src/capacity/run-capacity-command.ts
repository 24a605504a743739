import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Progress, RunClock } from '@attest/chaos';
import type { Recorder, RunDirectory } from '@attest/evidence';
import {
  capacityExperiment,
  localProcesses,
  type Processes,
  type ProfileName,
  runCapacity,
  sendHttp,
  stagesOf,
  usualPace,
} from '@attest/loadtests';
import type { ApiService, Platform } from '@attest/platform';
import { findTools } from '@attest/tools';
import { beginRun } from '../begin-run.js';
import { CliError } from '../cli-error.js';
import type { CapacityFlags } from '../commands/capacity.js';
import type { CliContext } from '../context.js';
import { describeError } from '../describe-error.js';
import { progressSinceNow } from '../gameday/progress-since-now.js';
import { spawnOn } from '../gameday/spawn-on.js';
import { interruption } from '../interruption.js';
import { reapEarlierRuns } from '../reap-earlier-runs.js';
import { revisionOf } from '../revision.js';
import { showCleanup } from '../show-cleanup.js';
import { startBed } from '../start-bed.js';
import { stateFolder } from '../state-folder.js';
import { type ReferenceTools, toolsForReference } from '../tools-for-reference.js';
import { chosenProfile } from './chosen-profile.js';
import { chosenService } from './chosen-service.js';
import { concludeCapacity } from './conclude-capacity.js';
import { headerFrom } from './header-from.js';
import { dataFrom, planFromFlags } from './plan-from-flags.js';
import { type CapacityTargetChoice, resolveTarget } from './resolve-target.js';
import { scaleReference } from './scale-reference.js';
import { wrapScript } from './wrap-script.js';

/** Everything that can be wrong with the words of the caller is found before anything is started. @throws CliError */
export async function runCapacityCommand(context: CliContext, flags: CapacityFlags): Promise<void> {
  const { platform, targets } = await context.config();
  const service = chosenService(platform, flags.service);
  const profile = flags.profile === undefined ? 'knee' : chosenProfile(flags.profile);
  const choice = resolveTarget(targets, service.id, flags.target);
  planFromFlags(platform, service, 'check', flags, context.directory);
  if (flags.data !== undefined) dataFrom(flags.data, context.directory);
  const script = flags.script === undefined ? undefined : path.resolve(context.directory, flags.script);
  if (script !== undefined && !existsSync(script))
    throw new CliError(
      'not-found',
      `--script ${flags.script}: there is no such file`,
      'a k6 script with a default function',
    );
  const { signal, release } = interruption((name) =>
    context.err(`\n${name}: ending the load, keeping what was seen …\n`),
  );
  try {
    await new CapacityCommand(context, flags, platform, service, choice, profile, script, signal).run();
  } finally {
    release();
  }
}

class CapacityCommand {
  constructor(
    private readonly context: CliContext,
    private readonly flags: CapacityFlags,
    private readonly platform: Platform,
    private readonly service: ApiService,
    private readonly choice: CapacityTargetChoice,
    private readonly profile: ProfileName | 'knee',
    private readonly script: string | undefined,
    private readonly signal: AbortSignal,
  ) {}

  async run(): Promise<void> {
    const { context, service, profile, choice, platform } = this;
    const { progress } = progressSinceNow(context);
    const stateDirectory = stateFolder(context.directory);
    const tools =
      choice.kind === 'reference' && profile !== 'stress'
        ? await toolsAfterReaping(stateDirectory, progress, this.signal)
        : await findTools(['k6'], { signal: this.signal });

    const experiment = capacityExperiment(service.id, profile);
    const { directory, clock, recorder } = await beginRun(context.directory, {
      experiment,
      target: choice.name,
      environment: choice.environment,
      whatIf: {},
    });
    const own = localProcesses();
    try {
      if (choice.kind === 'reference' && profile === 'stress')
        await scaleReference(platform, service, (body) => recorder.record(body), progress);
      else if (choice.kind === 'url')
        await this.#load({
          directory,
          recorder,
          clock,
          progress,
          processes: own,
          k6: tools.k6.path,
          url: choice.url,
        });
      else
        await this.#loadReference({
          directory,
          recorder,
          clock,
          progress,
          stateDirectory,
          tools: tools as ReferenceTools,
        });
    } catch (error) {
      // A load that cannot be made is evidence as well: the run is judged, and is inconclusive.
      if (!this.signal.aborted) {
        await recorder.record({
          kind: 'gave-up',
          phase: 'steady-state',
          reason: error instanceof Error ? error.message : String(error),
        });
        context.err(describeError(error));
      }
    } finally {
      await own.endAll();
      if (this.signal.aborted)
        await recorder.record({ kind: 'interrupted', signal: String(this.signal.reason), phase: 'load' });
      recorder.close();
    }
    await concludeCapacity({ context, platform, directory, flags: this.flags });
  }

  async #loadReference({
    tools,
    stateDirectory,
    ...run
  }: Pick<Load, 'directory' | 'recorder' | 'clock' | 'progress'> & {
    stateDirectory: string;
    tools: ReferenceTools;
  }): Promise<void> {
    const { platform, service, context, signal } = this;
    const { directory, recorder, progress } = run;
    const { bed, ...up } = await startBed({
      platform,
      run: directory.id,
      runDirectory: directory.path,
      revision: await revisionOf(context.directory),
      stateDirectory,
      replication: 'sync',
      tools,
      progress,
      signal,
    });
    const recorded: Promise<unknown>[] = [];
    const unsubscribe = bed.onProcessFailure(({ name: tool, exitCode, signal, lastLines }) => {
      const line = recorder.record({ kind: 'tool-failure', tool, exitCode, signal, lastLines });
      // Waited for at the end; until then nobody is there to hear that it could not be kept.
      line.catch(() => undefined);
      recorded.push(line);
    });
    try {
      await recorder.record({ kind: 'bed', ...up });
      progress.live('warming up');
      await bed.warmUp(signal);
      await this.#load({
        ...run,
        k6: tools.k6.path,
        processes: { spawn: (program) => spawnOn(bed, program) },
        url: (bed.entrances[service.id] ?? '').replace(/\/+$/, ''),
      });
    } finally {
      unsubscribe();
      const { proof } = await bed.stop();
      await Promise.all([...recorded, recorder.record({ kind: 'cleanup', ...proof })]);
      showCleanup(progress, proof);
    }
  }

  async #load({ directory, recorder, clock, progress, processes, k6, url }: Load): Promise<void> {
    const { flags, profile, platform, service, context, signal } = this;
    const { monotonicMs } = clock;
    const plan = planFromFlags(platform, service, directory.id, flags, context.directory);
    const data = flags.data === undefined ? undefined : dataFrom(flags.data, context.directory);
    const authHeader = process.env.ATTEST_AUTH_HEADER;
    await runCapacity({
      k6,
      processes,
      monotonicMs,
      wallMs: Date.now,
      signal,
      plan,
      baseUrl: url,
      ...(authHeader === undefined ? {} : { authHeader }),
      ...(data === undefined ? {} : { dataFile: data.file }),
      ...(this.script === undefined ? {} : { script: wrapScript(this.script, directory.logs) }),
      probe: {
        headers: headerFrom(authHeader),
        content: data?.first ?? 'A first text, to see whether it can be written.',
        // Slow is for the load to tell; only a target that does not answer at all is not fit to be loaded.
        send: sendHttp(10_000, monotonicMs),
        ...(flags.revision === undefined ? {} : { expectedRevision: flags.revision }),
        ...(flags.metrics === undefined ? {} : { metricsUrl: flags.metrics }),
      },
      work:
        profile === 'knee' || profile === 'breakpoint'
          ? {
              search: {
                ...usualPace,
                ...(flags.maxRate === undefined ? {} : { maxPerSecond: flags.maxRate }),
              },
            }
          : {
              profile: withinMaxRate(
                stagesOf(profile, { usual: plan.requestsPerSecond, peak: plan.peakRequestsPerSecond }),
                flags.maxRate,
              ),
            },
      directory: directory.logs,
      record: (body) => recorder.record(body),
      progress,
      sleep: async (ms) => void (await delay(ms, undefined, { signal }).catch(() => undefined)),
    });
  }
}

interface Load {
  readonly directory: RunDirectory;
  readonly recorder: Recorder;
  readonly clock: RunClock;
  readonly progress: Progress;
  readonly processes: Processes;
  readonly k6: string;
  readonly url: string;
}

async function toolsAfterReaping(stateDirectory: string, progress: Progress, signal: AbortSignal) {
  await reapEarlierRuns(stateDirectory, progress);
  return toolsForReference(progress, signal);
}

const withinMaxRate = <S extends { perSecond: number }>(
  stages: readonly S[],
  maxRate = Number.POSITIVE_INFINITY,
): S[] => stages.map((stage) => ({ ...stage, perSecond: Math.min(stage.perSecond, maxRate) }));
