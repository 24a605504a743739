import { randomBytes } from 'node:crypto';
import { type ExperimentName, experiments, type WhatIf } from '@attest/chaos';
import type { SeriesPlace, SeriesSummary, VerdictDocument } from '@attest/evidence';
import type { Platform } from '@attest/platform';
import type { CliContext } from '../context.js';
import { reapEarlierRuns } from '../reap-earlier-runs.js';
import { revisionOf } from '../revision.js';
import { stateFolder } from '../state-folder.js';
import { toolsForReference } from '../tools-for-reference.js';
import { againAlone, atOnce, type Turn, type Waiting, waitingOf } from './at-once.js';
import { progressSinceNow } from './progress-since-now.js';
import { startRunBeside } from './run-beside.js';
import { runExperiment } from './run-experiment.js';
import { Series } from './series.js';

export interface Runs {
  readonly names: readonly ExperimentName[];
  /** So many of each. */
  readonly runs: number;
  /** So many of them beside each other. */
  readonly places: number;
  /** Names a series; several runs without one get one. */
  readonly seed: string | undefined;
  readonly whatIf: WhatIf;
  readonly platform: Platform;
  readonly signal: AbortSignal;
  readonly quiet: boolean;
}

export interface Outcome {
  readonly verdicts: readonly VerdictDocument[];
  readonly series: readonly SeriesSummary[];
}

/** A run that is still to be made. */
interface Task extends Waiting {
  readonly experiment: ExperimentName;
  /** Where it stands in its series. */
  readonly place: SeriesPlace | undefined;
}

/** Makes runs on the test bed, one after the other or several beside each other; after an interruption no other is begun. */
export async function runAll(context: CliContext, wanted: Runs): Promise<Outcome> {
  const { places, signal } = wanted;
  const series = await seriesOf(context, wanted);
  const tasks = tasksOf(wanted, series);
  const carryOut = async (run: () => Promise<VerdictDocument>, { experiment, place }: Task) => {
    if (signal.aborted) return undefined;
    const verdict = await run();
    if (place !== undefined) await series.get(experiment)?.add(place, verdict);
    return verdict;
  };
  const alone = (task: Task) => carryOut(() => runAlone(context, wanted, task), task);
  if (places === 1) return outcomeOf(await atOnce(tasks, 1, (task) => alone(task)), series);

  await prepareTogether(context, signal);
  const width = Math.max(...wanted.names.map((name) => name.length));
  const among = await atOnce(tasks, places, (task, turn) =>
    carryOut(() => runAmong(context, wanted, task, { turn, label: task.experiment.padEnd(width) }), task),
  );
  // A series tells of every run that was made for it.
  if (series.size > 0) return outcomeOf(among, series);
  const isUnclear = (verdict: VerdictDocument | undefined) =>
    verdict !== undefined && verdict.interrupted !== true && verdict.summary.inconclusive > 0;
  const judged = await againAlone(among, isUnclear, async (task) => {
    context.err(`${task.experiment}: could not be judged among others; once more, alone\n`);
    return (await alone(task)) ?? among.get(task);
  });
  return outcomeOf(judged, series);
}

const outcomeOf = (
  verdicts: ReadonlyMap<Task, VerdictDocument | undefined>,
  series: ReadonlyMap<ExperimentName, Series>,
): Outcome => ({
  verdicts: [...verdicts.values()].flatMap((verdict) => verdict ?? []),
  series: [...series.values()].flatMap(({ summary }) => summary ?? []),
});

/** Those of a series that were made before are not made again. */
function tasksOf({ names, runs }: Runs, series: ReadonlyMap<ExperimentName, Series>): readonly Task[] {
  const numbers = Array.from({ length: runs }, (_, index) => index + 1);
  return numbers.flatMap((number) =>
    names.flatMap((experiment) => {
      const mine = series.get(experiment);
      const place = mine?.place(number);
      if (mine !== undefined && place === undefined) return [];
      return [{ experiment, place, ...waitingOf(experiments[experiment]) }];
    }),
  );
}

const seriesIn = ({ place }: Task) => (place === undefined ? {} : { series: place });

function runAlone(context: CliContext, wanted: Runs, task: Task): Promise<VerdictDocument> {
  const { platform, whatIf, signal, quiet } = wanted;
  const { experiment: name } = task;
  const experiment = experiments[name];
  return runExperiment({ context, platform, name, experiment, whatIf, signal, quiet, ...seriesIn(task) });
}

function runAmong(
  context: CliContext,
  { places, platform, whatIf, signal, quiet }: Runs,
  task: Task,
  { turn, label }: { turn: Turn; label: string },
): Promise<VerdictDocument> {
  const shared = { platform, whatIf, quiet, atOnce: places, colours: context.colours };
  const asked = { ...shared, name: task.experiment, ...seriesIn(task) };
  return startRunBeside(context, asked, { signal, turn, label });
}

/** What each would do for itself when it is alone, and what they would do several times. */
async function prepareTogether(context: CliContext, signal: AbortSignal): Promise<void> {
  const { progress } = progressSinceNow(context);
  await reapEarlierRuns(stateFolder(context.directory), progress);
  await toolsForReference(progress, signal);
}

/** Several runs of an experiment are a series, and so is one that names its seed: it may be part of one that was begun before. */
async function seriesOf(
  { directory, err }: CliContext,
  { names, runs, seed, whatIf }: Runs,
): Promise<ReadonlyMap<ExperimentName, Series>> {
  if (runs === 1 && seed === undefined) return new Map();
  const named = seed ?? randomBytes(4).toString('hex');
  const revision = await revisionOf(directory);
  const all = new Map(
    names.map((experiment) => [
      experiment,
      new Series({ directory, seed: named, experiment, revision, whatIf }),
    ]),
  );
  err(`series ${named}: to go on after an interruption, repeat the command with --seed ${named}\n`);
  for (const [experiment, { entries }] of all)
    if (entries.length > 0) err(`${experiment}: ${entries.length} runs of it are there already\n`);
  return all;
}
