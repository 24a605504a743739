import type { Command } from 'commander';
import type { Register } from '../context.js';
import { positiveNumber } from '../positive-number.js';

/** Milliseconds of CPU that a request of the reference costs (docs: virtual CPU). */
const usualCpuMs = 50;

interface Flags {
  rps: number;
  cpuMs: number;
  pool?: number;
  json?: boolean;
}

/** A subcommand of `capacity`, whoever registers that. */
export const capacityPlanCommand: Register = (program, context) => {
  const capacity =
    program.commands.find((command) => command.name() === 'capacity') ??
    program.command('capacity').description('how much a service bears');
  capacity
    .command('plan')
    .description('instances, time to scale, database connections and cost for so many requests a second')
    .requiredOption('--rps <n>', 'requests a second, for each service', positiveNumber)
    .option('--cpu-ms <n>', 'milliseconds of CPU that a request costs', positiveNumber, usualCpuMs)
    .option('--pool <n>', "connections of each instance; the client's default when left out", positiveNumber)
    .option('--json', 'one JSON document')
    .action(async (_flags: unknown, command: Command) => {
      const { rps, cpuMs, pool, json } = command.optsWithGlobals<Flags>();
      const { capacityPlan, defaultPoolSize } = await import('@attest/controllers');
      const { formatPlan } = await import('../capacity/format-plan.js');
      const { platform } = await context.config();
      const options = { rps, cpuMsPerRequest: cpuMs, poolSize: pool ?? defaultPoolSize };
      const plan = capacityPlan(platform, options);
      context.out(json === true ? `${JSON.stringify(plan, null, 2)}\n` : formatPlan(plan));
    });
};
