import { type ExperimentName, experiments, type WhatIf } from '@attest/chaos';
import { type VerdictDocument, exitCode as verdictExitCode } from '@attest/evidence';
import type { Platform } from '@attest/platform';
import { CliError } from '../cli-error.js';
import type { CliContext } from '../context.js';
import { findNamed } from '../find-named.js';
import { interruption } from '../interruption.js';
import { parseWhatIf } from '../what-if.js';
import { runExperiment } from './run-experiment.js';

/** As they were typed. */
export interface Wanted {
  readonly experiments: readonly string[];
  readonly whatIf: readonly string[];
  readonly target: string;
  /** So many runs of each. */
  readonly runs: number;
  readonly json: boolean;
}

/** Runs one experiment after the other, and prints or writes the verdict of each. @throws CliError before anything runs */
export async function runExperiments(context: CliContext, wanted: Wanted): Promise<void> {
  const all = Object.keys(experiments) as ExperimentName[];
  findNamed('experiment', wanted.experiments, { ...experiments, all: all }, 'attest gameday --list');
  const names = wanted.experiments.flatMap((name) => (name === 'all' ? all : [name as ExperimentName]));
  const whatIf = parseWhatIf(wanted.whatIf);
  const platform = await platformToBreak(context, wanted.target);
  const { signal, release } = interruption((name) =>
    context.err(`\n${name}: ending the run, undoing what was broken, keeping what was seen …\n`),
  );
  try {
    const verdicts = await runAll(context, { ...wanted, names, whatIf, platform, signal });
    if (wanted.json) {
      const document = verdicts.length === 1 ? verdicts[0] : { runs: verdicts };
      context.out(`${JSON.stringify(document, null, 2)}\n`);
    }
    context.exitCode(worst(verdicts));
  } finally {
    release();
  }
}

async function platformToBreak(context: CliContext, name: string): Promise<Platform> {
  const { platform, targets } = await context.config();
  const [target] = findNamed('target', [name], targets, 'the targets stand in attest.config.ts');
  if (target?.kind === 'reference') return platform;
  throw new CliError(
    'bad-option',
    `--target ${name}: game days run on the reference only; this target has no drivers that could break it`,
    'leave --target out, or name a target of kind reference',
  );
}

interface Runs {
  readonly names: readonly ExperimentName[];
  readonly runs: number;
  readonly whatIf: WhatIf;
  readonly platform: Platform;
  readonly signal: AbortSignal;
  readonly json: boolean;
}

async function runAll(
  context: CliContext,
  { names, runs, whatIf, platform, signal, json }: Runs,
): Promise<VerdictDocument[]> {
  const verdicts: VerdictDocument[] = [];
  for (let run = 1; run <= runs; run += 1) {
    for (const experiment of names) {
      if (signal.aborted) continue;
      verdicts.push(await runExperiment({ context, platform, experiment, whatIf, signal, quiet: json }));
    }
  }
  return verdicts;
}

/** Of several runs the worst counts: broken, then inconclusive, then held. */
function worst(verdicts: readonly VerdictDocument[]): 0 | 1 | 3 {
  const codes = verdicts.map(({ summary }) => verdictExitCode(summary));
  if (codes.includes(1)) return 1;
  return codes.length === 0 || codes.includes(3) ? 3 : 0;
}
