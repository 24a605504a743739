import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type ExperimentName, experiments, type WhatIf } from '@attest/chaos';
import {
  matrixOf,
  renderMatrix,
  renderMatrixHtml,
  renderSeries,
  type SeriesPlace,
  type SeriesSummary,
  type VerdictDocument,
  exitCode as verdictExitCode,
  writeWhole,
} from '@attest/evidence';
import type { Platform } from '@attest/platform';
import { CliError } from '../cli-error.js';
import type { CliContext } from '../context.js';
import { findNamed } from '../find-named.js';
import { interruption } from '../interruption.js';
import { reapEarlierRuns } from '../reap-earlier-runs.js';
import { revisionOf } from '../revision.js';
import { toolsForReference } from '../tools-for-reference.js';
import { parseWhatIf } from '../what-if.js';
import { atOnce, type Waiting, waitingOf } from './at-once.js';
import { progressSinceNow } from './progress-since-now.js';
import { realTarget } from './real-target.js';
import { startRunBeside } from './run-beside.js';
import { runExperiment, stateOf } from './run-experiment.js';
import { Series } from './series.js';
import { tellOfEnding } from './tell-of-ending.js';
import { worstCode } from './worst-code.js';

/** As they were typed. */
export interface Wanted {
  readonly experiments: readonly string[];
  readonly whatIf: readonly string[];
  readonly target: string;
  /** So many runs of each. */
  readonly runs: number;
  /** So many of them beside each other. */
  readonly atOnce: number;
  /** Names a series; several runs without one get one. */
  readonly seed?: string;
  readonly json: boolean;
  /** Of a real target: nothing is injected. */
  readonly readOnly: boolean;
  /** Of a production target: the name of its cluster. */
  readonly confirm?: string;
}

const readOnlyHere = () =>
  new CliError(
    'bad-option',
    '--read-only: the test bed is there to be broken',
    'leave it out, or name a real target with --target',
  );

const notAtOnceThere = (target: string) =>
  new CliError(
    'bad-option',
    `--at-once: two faults at a time on ${target}, and nobody could say which of them did what`,
    'leave it out; schedules of several faults are for the test bed (--random)',
  );

/** Runs one experiment after the other, or several beside each other, and prints or writes the verdict of each. @throws CliError before anything runs */
export async function runExperiments(context: CliContext, wanted: Wanted): Promise<void> {
  const all = Object.keys(experiments) as ExperimentName[];
  findNamed('experiment', wanted.experiments, { ...experiments, all: all }, 'attest gameday --list');
  const names = wanted.experiments.flatMap((name) => (name === 'all' ? all : [name as ExperimentName]));
  const whatIf = parseWhatIf(wanted.whatIf);
  const config = await context.config();
  const real = realTarget(config, wanted.target);
  if (real !== undefined) {
    if (wanted.atOnce > 1) throw notAtOnceThere(wanted.target);
    const { runClusterExperiments } = await import('./run-cluster-experiments.js');
    return runClusterExperiments(context, { ...wanted, names, platform: config.platform, target: real });
  }
  if (wanted.readOnly) throw readOnlyHere();
  const platform = await platformToBreak(context, wanted.target);
  const { signal, release } = interruption((name) => tellOfEnding(context, name));
  try {
    const outcome = await runAll(context, { ...wanted, seed: wanted.seed, names, whatIf, platform, signal });
    const { verdicts, series } = outcome;
    if (names.length > 1) await showMatrix(context, verdicts, wanted.json);
    if (wanted.json) {
      const isOne = verdicts.length === 1 && series.length === 0;
      const document = isOne ? verdicts[0] : { runs: verdicts, ...(series.length > 0 ? { series } : {}) };
      context.out(`${JSON.stringify(document, null, 2)}\n`);
    } else for (const summary of series) context.out(renderSeries(summary));
    context.exitCode(worst(outcome));
  } finally {
    release();
  }
}

/** Several experiments are shown side by side, on a page of their own beside the runs. */
async function showMatrix(
  context: CliContext,
  verdicts: readonly VerdictDocument[],
  quiet: boolean,
): Promise<void> {
  const matrix = matrixOf(verdicts);
  const file = path.join(context.directory, '.attest', 'matrix.html');
  mkdirSync(path.dirname(file), { recursive: true });
  writeWhole(file, await renderMatrixHtml(matrix));
  if (!quiet) context.out(renderMatrix(matrix));
  context.err(`experiments and claims: ${path.relative(context.directory, file)}\n`);
}

export async function platformToBreak(context: CliContext, name: string): Promise<Platform> {
  const { platform, targets } = await context.config();
  const [target] = findNamed('target', [name], targets, 'the targets stand in attest.config.ts');
  if (target?.kind === 'reference') return platform;
  throw new CliError(
    'bad-option',
    `--target ${name}: this target says nothing of how game days could break it`,
    `leave --target out to run on the reference, or describe its clusters in targets.${name}.gameday of attest.config.ts (docs/gameday.md)`,
  );
}

interface Runs {
  readonly names: readonly ExperimentName[];
  readonly runs: number;
  readonly atOnce: number;
  readonly seed: string | undefined;
  readonly whatIf: WhatIf;
  readonly platform: Platform;
  readonly signal: AbortSignal;
  readonly json: boolean;
}

interface Outcome {
  readonly verdicts: readonly VerdictDocument[];
  readonly series: readonly SeriesSummary[];
}

/** A run that is still to be made. */
interface Task extends Waiting {
  readonly experiment: ExperimentName;
  /** Where it stands in its series. */
  readonly place: SeriesPlace | undefined;
}

async function runAll(context: CliContext, wanted: Runs): Promise<Outcome> {
  const { signal } = wanted;
  const series = await seriesOf(context, wanted);
  const tasks = tasksOf(wanted, series);
  const run = runner(context, wanted, tasks);
  const carryOut = async (task: Task, isUp: () => void): Promise<VerdictDocument | undefined> => {
    if (signal.aborted) return undefined;
    const { experiment, place } = task;
    const verdict = await run(task, isUp);
    if (place !== undefined) await series.get(experiment)?.add(place, verdict);
    return verdict;
  };
  if (wanted.atOnce > 1) await prepareTogether(context, signal);
  const verdicts = await atOnce(tasks, wanted.atOnce, carryOut);
  return {
    verdicts: verdicts.flatMap((verdict) => verdict ?? []),
    series: [...series.values()].flatMap(({ summary }) => summary ?? []),
  };
}

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

/** How one is run: here when it is alone, else in a process of its own. */
function runner(
  context: CliContext,
  { atOnce: most, whatIf, platform, signal, json: quiet }: Runs,
  tasks: readonly Task[],
): (task: Task, isUp: () => void) => Promise<VerdictDocument> {
  const width = Math.max(...tasks.map(({ experiment }) => experiment.length));
  return ({ experiment: name, place }, isUp) => {
    const series = place === undefined ? {} : { series: place };
    if (most === 1) {
      const experiment = experiments[name];
      return runExperiment({ context, platform, name, experiment, whatIf, signal, quiet, ...series });
    }
    const asked = { platform, name, whatIf, quiet, atOnce: most, colours: context.colours, ...series };
    return startRunBeside(context, asked, { signal, isUp, label: name.padEnd(width) });
  };
}

/** What each would do for itself when it is alone, and what they would do several times. */
async function prepareTogether(context: CliContext, signal: AbortSignal): Promise<void> {
  const { progress } = progressSinceNow(context);
  await reapEarlierRuns(stateOf(context.directory), progress);
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

/** Runs that were made before count as well. */
function worst({ verdicts, series }: Outcome): 0 | 1 | 3 {
  return worstCode([
    ...verdicts.map(({ summary }) => verdictExitCode(summary)),
    ...series.flatMap(({ claims }) => claims.map(verdictExitCode)),
  ]);
}
