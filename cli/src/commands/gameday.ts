import { InvalidArgumentError } from 'commander';
import { CliError } from '../cli-error.js';
import type { Register } from '../context.js';
import { wholeNumber } from '../whole-number.js';

interface Flags {
  list?: boolean;
  whatIf: string[];
  runs: number;
  atOnce?: number;
  seed?: string;
  random?: number;
  schedule?: string;
  shrinkRuns: number;
  target: string;
  readOnly?: boolean;
  confirm?: string;
  json?: boolean;
}

export const gamedayCommand: Register = (program, context) => {
  program
    .command('gameday [experiment...]')
    .description(
      'breaks the platform on purpose and says which promises held; region-loss when none is named, or all',
    )
    .option('--list', 'the experiments that there are')
    .option('--what-if <key=value>', 'change the design for this run, e.g. replication=async', collect, [])
    .option(
      '--runs <n>',
      'so many runs of each, with the fault at random moments, counted together',
      wholeNumber,
      1,
    )
    .option(
      '--at-once <n>',
      'of several runs, so many beside each other where their loads allow it: they take time from each other, so that figures get worse and never better. Unless given, one, and of all as many as the machine bears',
      wholeNumber,
    )
    .option(
      '--seed <text>',
      'the name of a series of runs, of which one that was begun is continued, or of the schedules',
      seedText,
    )
    .option(
      '--random <n>',
      'instead of experiments, so many schedules of faults, drawn with the seed',
      wholeNumber,
    )
    .option(
      '--schedule <file>',
      'instead of experiments, a schedule from a file, or a drawn one as SEED:NUMBER',
    )
    .option('--shrink-runs <n>', 'runs to find the shortest schedule that still fails', wholeNumber, 16)
    .option('--target <name>', 'what to run on', 'reference')
    .option('--read-only', 'on a real target: watch, and inject nothing')
    .option(
      '--confirm <cluster>',
      'the name of the cluster, for scripts that break production; without it a person is asked',
    )
    .option('--json', 'one JSON document')
    .action(
      async (names: string[], { list, json = false, random, schedule, shrinkRuns, ...flags }: Flags) => {
        if (list === true) {
          const { experiments } = await import('@attest/chaos');
          const { listExperiments } = await import('../gameday/list-experiments.js');
          context.out(json ? `${JSON.stringify(experiments, null, 2)}\n` : listExperiments());
          return;
        }
        if (random !== undefined || schedule !== undefined) {
          refuseBoth(names, random, schedule, flags);
          const { runRandomSchedules, runSchedule } = await import('../gameday/run-schedules.js');
          await (schedule === undefined
            ? runRandomSchedules(
                context,
                { schedules: random ?? 1, seed: flags.seed, shrinkRuns },
                { ...flags, json },
              )
            : runSchedule(context, schedule, { ...flags, json }));
          return;
        }
        const { runExperiments } = await import('../gameday/run-experiments.js');
        const wanted = names.length === 0 ? ['region-loss'] : names;
        await runExperiments(context, {
          ...flags,
          json,
          readOnly: flags.readOnly === true,
          experiments: wanted,
        });
      },
    );
};

/** @throws CliError `bad-option` */
function refuseBoth(
  names: readonly string[],
  random: number | undefined,
  schedule: string | undefined,
  { runs, atOnce }: Pick<Flags, 'runs' | 'atOnce'>,
): void {
  const others = [
    ...(names.length > 0 ? [names.join(' ')] : []),
    ...(random !== undefined && schedule !== undefined ? ['--random'] : []),
    ...(runs > 1 ? ['--runs'] : []),
    ...(atOnce !== undefined ? ['--at-once'] : []),
  ];
  if (others.length === 0) return;
  throw new CliError(
    'bad-option',
    `${others.join(', ')} does not go together with ${schedule === undefined ? '--random' : '--schedule'}: a game day runs experiments, or schedules`,
    'leave one of them out',
  );
}

const collect = (value: string, before: string[]) => [...before, value];

/** Stands in files, in reports and on command lines. */
function seedText(text: string): string {
  if (!/^[\w.-]{1,64}$/.test(text))
    throw new InvalidArgumentError('At most 64 letters, digits, dots, dashes and underlines.');
  return text;
}
