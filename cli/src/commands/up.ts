import type { Register } from '../context.js';
import { positiveNumber } from '../positive-number.js';

export const upCommand: Register = (program, context) => {
  program
    .command('up')
    .description('the reference platform with monitoring, until Ctrl-C; prints every URL')
    .option(
      '--cpu-ms <n>',
      'a request costs so much virtual CPU, and services scale by it like under Kubernetes',
      positiveNumber,
    )
    .action(async ({ cpuMs }: { cpuMs?: number }) => {
      const { keepUp } = await import('../keep-up.js');
      await keepUp(context, cpuMs === undefined ? {} : { virtualCpu: { cpuMsPerRequest: cpuMs } });
    });
};
