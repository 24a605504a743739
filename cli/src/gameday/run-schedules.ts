import { randomBytes } from 'node:crypto';
import path from 'node:path';
import {
  describeFault,
  type Schedule,
  type ScheduleRun,
  type SearchedSchedule,
  scheduleExperiment,
  scheduleExperimentName,
  searchSchedules,
} from '@attest/chaos';
import {
  runDirectory,
  type VerdictDocument,
  exitCode as verdictExitCode,
  writeWhole,
} from '@attest/evidence';
import type { CliContext } from '../context.js';
import { interruption } from '../interruption.js';
import { runsFolder } from '../runs-folder.js';
import { parseWhatIf } from '../what-if.js';
import { runExperiment } from './run-experiment.js';
import { platformToBreak } from './run-experiments.js';
import { keepSchedule, readSchedule, scheduleDocument } from './schedule-file.js';
import { tellOfEnding } from './tell-of-ending.js';

interface Wanted {
  readonly whatIf: readonly string[];
  readonly target: string;
  readonly json: boolean;
}

/** Runs one schedule, from a file or by its name, and says what it broke. @throws CliError before anything runs */
export async function runSchedule(context: CliContext, named: string, wanted: Wanted): Promise<void> {
  const schedule = readSchedule(context.directory, named);
  await withRunner(context, wanted, wanted.json, async (run) => {
    const verdict = await run(schedule);
    if (wanted.json) context.out(`${JSON.stringify(verdict, null, 2)}\n`);
    context.exitCode(verdictExitCode(verdict.summary));
  });
}

interface Search {
  readonly schedules: number;
  readonly seed: string | undefined;
  readonly shrinkRuns: number;
}

/** Draws schedules and runs each; what fails twice is shrunk, kept and printed. @throws CliError before anything runs */
export async function runRandomSchedules(
  context: CliContext,
  { schedules, seed = randomBytes(4).toString('hex'), shrinkRuns }: Search,
  wanted: Wanted,
): Promise<void> {
  const { err } = context;
  await withRunner(context, wanted, true, async (run, signal) => {
    err(`seed ${seed}: the same schedules are drawn with --random ${schedules} --seed ${seed}\n`);
    const found = await searchSchedules({
      seed,
      schedules,
      shrinkRuns,
      isOver: () => signal.aborted,
      // After Ctrl-C nothing is begun any more.
      run: async (schedule) => (signal.aborted ? notRun : runOf(await run(schedule))),
      onDrawn: (number, { faults }) =>
        err(`\nschedule ${seed}:${number}\n${faults.map((it) => `  ${describeFault(it)}\n`).join('')}`),
      onShrinking: (number, { failures, runs }) =>
        err(`schedule ${seed}:${number} failed ${failures} times of ${runs.length}; shrinking it\n`),
    });
    const kept = found.map((it) => ({ ...it, file: keep(context, seed, it) }));
    if (wanted.json) context.out(`${JSON.stringify({ seed, schedules: kept.map(documentOf) }, null, 2)}\n`);
    else for (const it of kept) context.out(textOf(seed, it));
    context.exitCode(exitCodeOf(found, signal.aborted));
  });
}

type Run = (schedule: Schedule) => Promise<VerdictDocument>;

async function withRunner(
  context: CliContext,
  wanted: Wanted,
  quiet: boolean,
  work: (run: Run, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const whatIf = parseWhatIf(wanted.whatIf);
  const platform = await platformToBreak(context, wanted.target);
  const { signal, release } = interruption((name) => tellOfEnding(context, name));
  try {
    await work(async (schedule) => {
      const verdict = await runExperiment({
        context,
        platform,
        name: scheduleExperimentName,
        experiment: scheduleExperiment(schedule),
        whatIf,
        signal,
        quiet,
      });
      const { path: folder } = runDirectory(runsFolder(context.directory), verdict.run);
      const document = scheduleDocument(schedule);
      writeWhole(path.join(folder, 'schedule.json'), `${JSON.stringify(document, null, 2)}\n`);
      return verdict;
    }, signal);
  } finally {
    release();
  }
}

const notRun: ScheduleRun = { broken: [], isInconclusive: true, run: 'none' };

function runOf({ claims, run }: VerdictDocument): ScheduleRun {
  const having = (wanted: string) => claims.filter(({ verdict }) => verdict === wanted).map(({ id }) => id);
  return { broken: having('broken'), isInconclusive: having('inconclusive').length > 0, run };
}

type Kept = SearchedSchedule & { readonly file: string | undefined };

/** The shortest one was run again where it is not the one that was drawn. */
const timesFailed = (
  { failures, runs }: SearchedSchedule['trial'],
  { confirmed }: NonNullable<SearchedSchedule['shrunk']>,
) => confirmed ?? { failures, runs: runs.length };

/** What failed twice, as short as it became. */
function keep({ directory }: CliContext, seed: string, found: SearchedSchedule): string | undefined {
  const { number, trial, shrunk } = found;
  if (shrunk === undefined) return undefined;
  const { failures, runs } = timesFailed(trial, shrunk);
  return keepSchedule(directory, shrunk.schedule, { seed, number, broken: trial.broken, failures, runs });
}

const documentOf = ({ number, schedule, trial, shrunk, file }: Kept) => ({
  number,
  faults: schedule.faults,
  outcome: trial.outcome,
  failures: trial.failures,
  runs: trial.runs.map(({ run }) => run),
  broken: trial.broken,
  ...(shrunk === undefined
    ? {}
    : {
        shortest: {
          faults: shrunk.schedule.faults,
          isMinimal: shrunk.isMinimal,
          runs: shrunk.runs.map(({ run }) => run),
          ...(shrunk.confirmed === undefined ? {} : { confirmed: shrunk.confirmed }),
          file,
        },
      }),
});

function textOf(seed: string, { number, schedule, trial, shrunk, file }: Kept): string {
  const lines = [`schedule ${seed}:${number}: ${sentenceOf(trial)}`];
  for (const it of schedule.faults) lines.push(`  ${describeFault(it)}`);
  if (shrunk !== undefined) {
    const shortest = shrunk.isMinimal
      ? 'the shortest that fails'
      : 'the shortest that was found to fail before the runs were used up';
    const { failures, runs } = timesFailed(trial, shrunk);
    lines.push(`  ${shortest} (${failures} times of ${runs}), after ${shrunk.runs.length} more runs:`);
    for (const it of shrunk.schedule.faults) lines.push(`    ${describeFault(it)}`);
    lines.push(`  run it again: attest gameday --schedule ${file}`);
  }
  return `${lines.join('\n')}\n`;
}

function sentenceOf({ outcome, failures, runs, broken }: SearchedSchedule['trial']): string {
  const times = `${failures} of ${runs.length} runs`;
  switch (outcome) {
    case 'holds':
      return 'nothing was broken';
    case 'inconclusive':
      return 'inconclusive: not everything could be judged, see the reports of its runs';
    case 'flaky':
      return `flaky: ${broken.join(', ')} broken in ${times}, which is not enough to call it failing`;
    case 'fails':
      return `broke ${broken.join(', ')} in ${times}`;
  }
}

/** A flaky schedule has broken something once, and nobody knows why: that is no promise held. */
function exitCodeOf(found: readonly SearchedSchedule[], isInterrupted: boolean): 0 | 1 | 3 {
  const outcomes = found.map(({ trial }) => trial.outcome);
  if (outcomes.includes('fails')) return 1;
  const isKnown = outcomes.length > 0 && outcomes.every((outcome) => outcome === 'holds');
  return isKnown && !isInterrupted ? 0 : 3;
}
