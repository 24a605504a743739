import { type ExperimentName, experiments, type WhatIf, whatIfs } from '@attest/chaos';
import { type VerdictDocument, exitCode as verdictExitCode } from '@attest/evidence';
import { InvalidArgumentError } from 'commander';
import { CliError } from '../cli-error.js';
import type { Register } from '../context.js';
import { findNamed } from '../find-named.js';
import { runExperiment } from '../gameday/run-experiment.js';
import { interruption } from '../interruption.js';
import { loadConfig } from '../load-config.js';
import { paragraph } from '../paragraph.js';

interface Flags {
  list?: boolean;
  whatIf: string[];
  runs: number;
  target: string;
  json?: boolean;
}

export const gamedayCommand: Register = (program, context) => {
  program
    .command('gameday [experiment...]')
    .description(
      'breaks the platform on purpose and says which promises held; region-loss when none is named',
    )
    .option('--list', 'the experiments that there are')
    .option('--what-if <key=value>', 'change the design for this run, e.g. replication=async', collect, [])
    .option('--runs <n>', 'so many runs of each', wholeNumber, 1)
    .option('--target <name>', 'what to run on', 'reference')
    .option('--json', 'one JSON document')
    .action(async (names: string[], flags: Flags) => {
      if (flags.list === true) {
        context.out(flags.json === true ? `${JSON.stringify(experiments, null, 2)}\n` : listOfExperiments());
        return;
      }
      const wanted = names.length === 0 ? ['region-loss'] : names;
      findNamed('experiment', wanted, experiments);
      const whatIf = parseWhatIf(flags.whatIf);
      const config = await loadConfig(context.directory, program.opts().config);
      const [target] = findNamed('target', [flags.target], config.targets);
      if (target?.kind !== 'reference') {
        throw new CliError(
          'bad-option',
          `--target ${flags.target}: game days run on the reference only; this target has no drivers that could break it`,
          'leave --target out, or name a target of kind reference',
        );
      }
      const { signal, release } = interruption((name) =>
        context.err(`\n${name}: ending the run, undoing what was broken, keeping what was seen …\n`),
      );
      try {
        const verdicts: VerdictDocument[] = [];
        for (let run = 1; run <= flags.runs; run += 1) {
          for (const experiment of wanted as ExperimentName[]) {
            if (signal.aborted) continue;
            verdicts.push(
              await runExperiment({
                context,
                platform: config.platform,
                experiment,
                whatIf,
                signal,
                quiet: flags.json === true,
              }),
            );
          }
        }
        if (flags.json === true) {
          context.out(
            `${JSON.stringify(verdicts.length === 1 ? verdicts[0] : { runs: verdicts }, null, 2)}\n`,
          );
        }
        context.exitCode(worst(verdicts));
      } finally {
        release();
      }
    });
};

/** Of several runs the worst counts: broken, then inconclusive, then held. */
function worst(verdicts: readonly VerdictDocument[]): 0 | 1 | 3 {
  const codes = verdicts.map(({ summary }) => verdictExitCode(summary));
  if (codes.includes(1)) return 1;
  return codes.length === 0 || codes.includes(3) ? 3 : 0;
}

function listOfExperiments(): string {
  return Object.entries(experiments)
    .map(([name, { title, hypothesis, claims }]) =>
      [`${name}  ${title}`, paragraph(hypothesis, 2), paragraph(`decides ${claims.join(', ')}`, 2), ''].join(
        '\n',
      ),
    )
    .join('\n');
}

/** @throws CliError that names every assignment which is not understood */
export function parseWhatIf(assignments: readonly string[]): WhatIf {
  const known: Record<string, readonly string[]> = whatIfs;
  const problems: string[] = [];
  const parsed: Record<string, string> = {};
  for (const assignment of assignments) {
    const [key = '', value = ''] = assignment.split('=');
    if (known[key] === undefined)
      problems.push(`${assignment}: no such key; one of ${Object.keys(known).join(', ')}`);
    else if (!known[key].includes(value))
      problems.push(`${assignment}: ${key} is one of ${known[key].join(', ')}`);
    else parsed[key] = value;
  }
  if (problems.length > 0) {
    throw new CliError(
      'bad-option',
      `--what-if:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
      'write KEY=VALUE, for example --what-if replication=async',
    );
  }
  return parsed;
}

const collect = (value: string, before: string[]) => [...before, value];

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1000)
    throw new InvalidArgumentError('A whole number from 1 to 1000.');
  return value;
}
