import { InvalidArgumentError } from 'commander';
import type { Register } from '../context.js';
import { positiveNumber } from '../positive-number.js';
import { wholeNumber } from '../whole-number.js';

/** As they were typed. */
export interface CapacityFlags {
  service?: string;
  target?: string;
  profile?: string;
  path?: string;
  method?: string;
  body?: string;
  script?: string;
  data?: string;
  maxRate?: number;
  rate?: number;
  promisedRate?: number;
  revision?: string;
  metrics?: string;
  cdn?: string;
  json?: boolean;
}

export const capacityCommand: Register = (program, context) => {
  const capacity = program
    .command('capacity')
    .description('how much a service bears: searches for the highest steady rate at which its promises hold')
    .option('--service <id>', 'a service of the catalog')
    .option('--target <name|url>', 'what to load; the reference platform when left out')
    .option('--profile <name>', 'smoke, load, stress, spike, soak or breakpoint, in place of the search')
    .option('--path <path>', 'load this path in place of the mix that the catalog tells')
    .option('--method <method>', 'with --path; GET when left out')
    .option('--body <text>', 'with --path: what to send, or @FILE')
    .option('--script <file>', 'a k6 script whose default function makes the requests, in place of the mix')
    .option('--data <file>', 'texts or objects to write, a JSON array')
    .option('--max-rate <n>', 'never more requests a second than these', sentRate)
    .option('--rate <n>', 'requests a second of an ordinary moment, for profiles', sentRate)
    .option('--promised-rate <n>', 'a knee below these requests a second is broken', rate)
    .option('--revision <id>', 'the revision that is to be measured')
    .option('--metrics <url>', "the service's /metrics: its revision, and whether it was restarted")
    .option('--cdn <url>', 'where images and the like are fetched')
    .option('--json', 'one JSON document')
    .addHelpText(
      'after',
      '\nATTEST_AUTH_HEADER="name: value" in the environment is sent with every request.\nWithout --target, stress scales virtual instances on a clock that does not wait, and judges the autoscaler.',
    )
    .action(async (flags: CapacityFlags) => {
      const { runCapacityCommand } = await import('../capacity/run-capacity-command.js');
      await runCapacityCommand(context, flags);
    });
  // Options of `capacity` are its subcommands' too: commander hands them to the parent wherever they stand.
  capacity
    .command('operator')
    .description('prints the k6-operator TestRun of a profile, and the ConfigMap of its script')
    .option('--parallelism <n>', 'so many runners', wholeNumber, 2)
    .option(
      '--image <image>',
      'a k6 image that holds the archive at /test/archive.tar, in place of the ConfigMap',
    )
    .option('--namespace <name>', 'where to run', 'default')
    .option('--remote-write <url>', 'where the runners write their metrics to')
    .option('--auth-secret <name>', 'a Secret with the key AUTH_HEADER')
    .option('--run <id>', 'what tells this run from others; made from the time when left out')
    .action(async (_flags: unknown, command: { optsWithGlobals(): Record<string, unknown> }) => {
      const { printTestRun } = await import('../capacity/print-test-run.js');
      await printTestRun(context, command.optsWithGlobals());
    });
  capacity
    .command('judge')
    .description('the verdict on a run of several k6, from what they wrote to one Prometheus')
    .requiredOption('--prometheus <url>', 'where the runners wrote to')
    .requiredOption('--run <id>', 'the id that the run was given')
    .requiredOption('--runners <n>', 'how many there should have been', wholeNumber)
    .option('--at <seconds>', 'when to look, in seconds since 1970; now when left out', Number)
    .action(async (_flags: unknown, command: { optsWithGlobals(): Record<string, unknown> }) => {
      const { judgeRunners } = await import('../capacity/judge-runners-command.js');
      await judgeRunners(context, command.optsWithGlobals());
    });
  capacity
    .command('scaling')
    .description(
      'the verdict on the autoscaler of a cluster, from kube-state-metrics and cAdvisor in Prometheus',
    )
    .requiredOption('--prometheus <url>', 'where they are stored')
    .option('--namespace <name>', 'of the deployment', 'production')
    .option('--deployment <name>', 'the service when left out')
    .option('--minutes <n>', 'how far to look back', positiveNumber, 60)
    .option('--at <seconds>', 'when to look, in seconds since 1970; now when left out', positiveNumber)
    .action(async (_flags: unknown, command: { optsWithGlobals(): Record<string, unknown> }) => {
      const { judgeScalingOf } = await import('../capacity/judge-scaling-command.js');
      await judgeScalingOf(context, command.optsWithGlobals());
    });
};

/** The load generator is told tenths. */
function sentRate(text: string): number {
  const value = rate(text);
  if (value !== Math.round(value * 10) / 10)
    throw new InvalidArgumentError('Requests a second, above 0, to a tenth of one.');
  return value;
}

function rate(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0 || value > 1_000_000)
    throw new InvalidArgumentError('Requests a second, above 0.');
  return value;
}
