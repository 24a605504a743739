import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type ExperimentName, experiments } from '@attest/chaos';
import {
  gamedayRun,
  matrixOf,
  readEarlierRuns,
  readEvidence,
  renderGamedayHtml,
  renderMatrix,
  renderSeries,
  runDirectory,
  type VerdictDocument,
  exitCode as verdictExitCode,
  writeWhole,
} from '@attest/evidence';
import type { Platform } from '@attest/platform';
import { CliError } from '../cli-error.js';
import type { CliContext } from '../context.js';
import { findNamed } from '../find-named.js';
import { interruption } from '../interruption.js';
import { thisMachine } from '../machine.js';
import { runsFolder } from '../runs-folder.js';
import { parseWhatIf } from '../what-if.js';
import { placesOn } from './at-once.js';
import { realTarget } from './real-target.js';
import { type Outcome, runAll } from './run-all.js';
import { tellOfEnding } from './tell-of-ending.js';
import { worstCode } from './worst-code.js';

/** As they were typed. */
export interface Wanted {
  readonly experiments: readonly string[];
  readonly whatIf: readonly string[];
  readonly target: string;
  /** So many runs of each. */
  readonly runs: number;
  /** So many of them beside each other; unless given, of `all` as many as the machine bears, and one of any others. */
  readonly atOnce?: number;
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
    if ((wanted.atOnce ?? 1) > 1) throw notAtOnceThere(wanted.target);
    const { runClusterExperiments } = await import('./run-cluster-experiments.js');
    return runClusterExperiments(context, { ...wanted, names, platform: config.platform, target: real });
  }
  if (wanted.readOnly) throw readOnlyHere();
  const platform = await platformToBreak(context, wanted.target);
  const { signal, release } = interruption((name) => tellOfEnding(context, name));
  try {
    const places = wanted.atOnce ?? (wanted.experiments.includes('all') ? placesOn(thisMachine()) : 1);
    const { runs, seed, json: quiet } = wanted;
    const outcome = await runAll(context, { names, runs, places, seed, whatIf, platform, signal, quiet });
    const { verdicts, series } = outcome;
    if (names.length > 1) await showTogether(context, verdicts, wanted.json);
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
async function showTogether(
  context: CliContext,
  verdicts: readonly VerdictDocument[],
  quiet: boolean,
): Promise<void> {
  const runs = runsFolder(context.directory);
  const shown = verdicts.map((verdict) => {
    const { evidence, report } = runDirectory(runs, verdict.run);
    const fromPage = path.relative(path.dirname(runs), report);
    return gamedayRun(verdict, readEvidence(evidence).evidence, readEarlierRuns(runs, verdict), fromPage);
  });
  const file = path.join(context.directory, '.attest', 'matrix.html');
  mkdirSync(path.dirname(file), { recursive: true });
  writeWhole(file, await renderGamedayHtml(shown));
  if (!quiet) context.out(renderMatrix(matrixOf(verdicts)));
  context.err(`all of it on a page: ${path.relative(context.directory, file)}\n`);
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

/** Runs that were made before count as well. */
function worst({ verdicts, series }: Outcome): 0 | 1 | 3 {
  return worstCode([
    ...verdicts.map(({ summary }) => verdictExitCode(summary)),
    ...series.flatMap(({ claims }) => claims.map(verdictExitCode)),
  ]);
}
