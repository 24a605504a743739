import path from 'node:path';
import { type Experiment, type Progress, type RunClock, type WhatIf, whatIfs } from '@attest/chaos';
import {
  type PhaseName,
  practisedDrill,
  type Recorder,
  type RunDirectory,
  renderTerminal,
  type SeriesPlace,
  type VerdictDocument,
} from '@attest/evidence';
import type { Platform } from '@attest/platform';
import { type Mutants, referenceTarget } from '@attest/reference';
import { beginRun } from '../begin-run.js';
import type { CliContext } from '../context.js';
import { describeError } from '../describe-error.js';
import { judgeRun } from '../judge-run.js';
import { reapEarlierRuns } from '../reap-earlier-runs.js';
import { showCleanup } from '../show-cleanup.js';
import { startBed } from '../start-bed.js';
import { stateFolder } from '../state-folder.js';
import { type ReferenceTools, toolsForReference } from '../tools-for-reference.js';
import { waitingOf } from './at-once.js';
import { progressSinceNow } from './progress-since-now.js';
import { promisedP99Ms } from './promised-p99.js';
import { rehearse } from './rehearse.js';
import { runOnTarget } from './run-on-target.js';
import { spawnOn } from './spawn-on.js';
import { tellOfDrill } from './tell-of-drill.js';

export interface RunOptions {
  readonly context: CliContext;
  readonly platform: Platform;
  /** Under which its runs are kept. */
  readonly name: string;
  readonly experiment: Experiment;
  readonly whatIf: WhatIf;
  /** Which run of a series; a single run injects at once. */
  readonly series?: SeriesPlace;
  readonly signal: AbortSignal;
  /** The verdict is printed by the caller; progress still goes to stderr. */
  readonly quiet: boolean;
  /** As many platforms may be under load, with this one, because somebody wants it so; none but this one unless given. */
  readonly atOnce?: number;
  /** Called when the platform is up and warm; the load begins once it resolves. */
  readonly onUp?: () => Promise<void>;
  /** Called when there is no load any more. */
  readonly onLoadEnded?: () => void;
}

/** A game day on the reference from nothing to nothing: up, broken, judged, down; its files stay under `.attest/runs`. */
export async function runExperiment(options: RunOptions): Promise<VerdictDocument> {
  const { context, platform, name, whatIf, series, signal, atOnce = 1 } = options;
  const { progress } = progressSinceNow(context);
  const stateDirectory = stateFolder(context.directory);
  if (atOnce === 1) await reapEarlierRuns(stateDirectory, progress);
  const tools = await toolsForReference(progress, signal);

  // Building tools may have taken minutes; the run itself begins here.
  const { directory, clock, recorder, revision } = await beginRun(context.directory, {
    experiment: name,
    target: 'reference',
    environment: 'production',
    whatIf: { ...whatIf },
    lateMs: promisedP99Ms(platform),
    ...(atOnce === 1 ? {} : { atOnce }),
    ...(series === undefined
      ? {}
      : { series: { series: series.series, number: series.number, phaseMs: series.phaseMs } }),
  });
  let phase: PhaseName = 'bed-up';
  const enter = (next: PhaseName) => {
    phase = next;
  };
  try {
    await onBed(options, { tools, directory, stateDirectory, revision, recorder, clock, progress, enter });
  } catch (error) {
    // A platform that does not come up is evidence as well: the run is judged, and is inconclusive.
    if (signal.aborted) await recorder.record({ kind: 'interrupted', signal: String(signal.reason), phase });
    else {
      await recorder.record({
        kind: 'gave-up',
        phase,
        reason: error instanceof Error ? error.message : String(error),
      });
      context.err(describeError(error));
    }
  } finally {
    recorder.close();
  }
  return conclude(options, directory);
}

interface Run {
  readonly tools: ReferenceTools;
  readonly directory: RunDirectory;
  readonly stateDirectory: string;
  readonly revision: string;
  readonly recorder: Recorder;
  readonly clock: RunClock;
  readonly progress: Progress;
  /** Called before each phase but the first, for what is told when it fails. */
  enter(phase: PhaseName): void;
}

async function onBed(
  { platform, experiment: asked, whatIf, series, signal, atOnce = 1, onUp, onLoadEnded }: RunOptions,
  run: Run,
): Promise<void> {
  const { tools, directory, stateDirectory, revision, recorder, clock, progress, enter } = run;
  await recorder.record({ kind: 'phase', phase: 'bed-up', edge: 'start' });
  const { bed, ...up } = await startBed({
    platform,
    run: directory.id,
    runDirectory: directory.path,
    revision,
    stateDirectory,
    replication: whatIf.replication ?? 'sync',
    mutants: mutantsOf(whatIf),
    tools,
    ...(atOnce > 1 ? { besideWithShares: waitingOf(asked).places } : {}),
    progress,
    signal,
  });
  try {
    await recorder.record({ kind: 'bed', ...up });
    await recorder.record({ kind: 'phase', phase: 'bed-up', edge: 'end' });
    enter('rehearsal');
    const load = await rehearse(bed, asked, { recorder, clock, progress, signal });
    if (onUp !== undefined) {
      progress.live('waiting until there is room for its load');
      await onUp();
    }
    await runOnTarget({
      platform,
      experiment: { ...asked, load },
      target: referenceTarget(bed),
      directory,
      evidence: recorder,
      clock,
      progress,
      k6: tools.k6.path,
      processes: { spawn: (program) => spawnOn(bed, program) },
      optimistic: whatIf.clients === 'optimistic',
      ...(series === undefined ? {} : { phaseMs: series.phaseMs }),
      ...(onLoadEnded === undefined ? {} : { onLoadEnded }),
      signal,
    });
  } finally {
    const { proof } = await bed.stop();
    await recorder.record({ kind: 'cleanup', ...proof });
    showCleanup(progress, proof);
  }
}

/** The design itself, which is the first value of each, has none. */
function mutantsOf({ replication: _replication, clients: _clients, ...changes }: WhatIf): Mutants {
  const wrong = Object.entries(changes).filter(([key, value]) => value !== whatIfs[key as keyof WhatIf][0]);
  return Object.fromEntries(wrong);
}

export async function conclude(
  { context, platform, experiment, quiet }: Pick<RunOptions, 'context' | 'platform' | 'experiment' | 'quiet'>,
  directory: RunDirectory,
): Promise<VerdictDocument> {
  const { verdict, evidence, warnings } = await judgeRun(platform, experiment, directory);
  for (const warning of warnings) context.err(`attest: ${warning}\n`);
  const drill = practisedDrill(verdict, evidence);
  const untold = drill === undefined ? undefined : await tellOfDrill(drill, process.env);
  if (untold !== undefined) context.err(untold);
  const report = path.relative(context.directory, directory.report);
  if (!quiet) context.out(renderTerminal(verdict, { evidence, report, colour: context.colours }));
  return verdict;
}
