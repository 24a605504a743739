import type { Register } from '../context.js';

export const runBesideCommand: Register = (program, context) => {
  program
    .command('run-beside', { hidden: true })
    .description('one run of a game day of several at once; started by it')
    .action(async () => {
      const { runBeside } = await import('../gameday/run-beside.js');
      await runBeside(context);
    });
};
