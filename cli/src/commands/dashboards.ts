import { type EnvironmentName, environmentNames } from '@attest/platform';
import { InvalidArgumentError, Option } from 'commander';
import type { Register } from '../context.js';

interface Flags {
  prometheus: string;
  out: string;
  serve?: boolean;
  port: number;
  environment: EnvironmentName;
  minutes: number;
  scrape: number;
  runbooks?: string;
}

export const dashboardsCommand: Register = (program, context) => {
  const dashboards = program.command('dashboards').description('dashboards without Grafana');
  dashboards
    .command('preview')
    .description('every panel of every dashboard, asked of a Prometheus and drawn on one page')
    .requiredOption('--prometheus <url>', 'base URL, e.g. http://127.0.0.1:9090')
    .option('--out <file>', 'where to write the page', 'dashboards.html')
    .option('--serve', 'serve it on this machine until Ctrl-C, asked anew at every reload')
    .option('--port <n>', 'where to serve it; 0 takes any', positive(0), 0)
    .addOption(
      new Option('--environment <name>', 'whose dashboards').choices(environmentNames).default('production'),
    )
    .option('--minutes <n>', 'how much time to show', positive(1), 60)
    .option('--scrape <seconds>', 'how often this Prometheus scrapes', positive(1), 15)
    .option('--runbooks <url>', 'where runbooks are; panels then link to them')
    .action(async (flags: Flags) => {
      const { previewDashboards } = await import('../preview-dashboards.js');
      await previewDashboards(context, flags);
    });
};

const positive = (least: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new InvalidArgumentError(`A whole number from ${least}.`);
  return value;
};
