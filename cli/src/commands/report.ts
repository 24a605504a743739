import path from 'node:path';
import type { Register } from '../context.js';

export const reportCommand: Register = (program, context) => {
  program
    .command('report [run]')
    .description('writes report.html of a run again from its evidence, and prints where it is')
    .action(async (run = 'latest') => {
      const { reportRun } = await import('../report-run.js');
      context.out(`${path.relative(context.directory, await reportRun(context, run))}\n`);
    });
};
