import { environmentNames } from '@attest/platform';
import { Option } from 'commander';
import type { Register } from '../context.js';

interface Flags {
  prometheus?: string;
  environment: string;
}

export const runbookCommand: Register = (program, context) => {
  program
    .command('runbook <alert>')
    .description('what to do about an alert, with the values of this moment where a Prometheus is given')
    .option('--prometheus <url>', 'base URL; each query is asked and its answer printed below it')
    .addOption(
      new Option('--environment <name>', 'whose queries').choices(environmentNames).default('production'),
    )
    .action(async (name: string, flags: Flags) => {
      const { printRunbook } = await import('../print-runbook.js');
      await printRunbook(context, name, flags);
    });
};
