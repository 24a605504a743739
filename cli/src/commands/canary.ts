import { InvalidArgumentError } from 'commander';
import type { Register } from '../context.js';
import { positiveNumber } from '../positive-number.js';

interface Flags {
  prometheus: URL;
  service: string;
  baseline: string;
  canary: string;
  revisionLabel: string;
  percent?: number;
  for?: number;
  step: number;
  watch?: boolean;
  json?: boolean;
}

export const canaryCommand: Register = (program, context) => {
  const canary = program.command('canary').description('is a new revision worse than the one that runs?');
  canary
    .command('judge')
    .description(
      'judges a canary by what Prometheus has of both revisions; exit 0 good, 1 roll back, 3 not known',
    )
    .requiredOption('--prometheus <url>', 'where to ask', url)
    .requiredOption('--service <id>', 'a service of the catalog')
    .requiredOption('--baseline <revision>', 'the revision that runs')
    .requiredOption('--canary <revision>', 'the new one')
    .option(
      '--revision-label <name>',
      'label that tells revisions apart; build_info is asked when left out',
      'revision',
    )
    .option(
      '--percent <n>',
      'share of the traffic that the canary should get; that of the canary stage when left out',
      positiveNumber,
    )
    .option(
      '--for <seconds>',
      'how far to look back, or how long to watch; the canary stage when left out',
      positiveNumber,
    )
    .option('--step <seconds>', 'look so often', positiveNumber, 30)
    .option('--watch', 'begin now, and end as soon as the canary is bad or the time is over')
    .option('--json', 'one JSON document')
    .action(async (flags: Flags) => {
      const { runCanaryJudge } = await import('../canary/run-canary-judge.js');
      await runCanaryJudge(context, {
        prometheus: flags.prometheus,
        service: flags.service,
        baseline: flags.baseline,
        canary: flags.canary,
        label: flags.revisionLabel,
        share: flags.percent === undefined ? undefined : flags.percent / 100,
        seconds: flags.for,
        stepSeconds: flags.step,
        watch: flags.watch === true,
        json: flags.json === true,
      });
    });
};

function url(text: string): URL {
  if (!URL.canParse(text) || !/^https?:/.test(text)) throw new InvalidArgumentError('A URL, http or https.');
  return new URL(text);
}
