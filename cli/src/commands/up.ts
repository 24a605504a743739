import type { Register } from '../context.js';

export const upCommand: Register = (program, context) => {
  program
    .command('up')
    .description('the reference platform with monitoring, until Ctrl-C; prints every URL')
    .action(async () => {
      const { keepUp } = await import('../keep-up.js');
      await keepUp(context);
    });
};
