import { setTimeout as delay } from 'node:timers/promises';
import { Option } from 'commander';
import { ask } from '../ask.js';
import { CliError } from '../cli-error.js';
import type { CliContext, Register } from '../context.js';

interface Where {
  controller?: string;
  target?: string;
  json?: boolean;
}

interface Start extends Where {
  reason: 'maintenance' | 'security-incident';
  why?: string;
  to?: string;
  confirm?: string;
  execute?: boolean;
}

interface Failback {
  target: string;
  execute?: boolean;
  discardUnreplicated?: boolean;
  confirm?: string;
  json?: boolean;
}

const exitCodes = { completed: 0, refused: 1, failed: 1, unknown: 3 } as const;

export const failoverCommand: Register = (program, context) => {
  const failover = program
    .command('failover')
    .description('asks a failover controller, or starts a failover by hand');
  const command = (name: string, description: string) =>
    failover
      .command(name)
      .description(description)
      .option('--controller <url>', 'its admin port; without it, the one that attest up has started here')
      .addOption(
        new Option(
          '--target <name>',
          'a real platform of attest.config.ts, by its section failover',
        ).conflicts('controller'),
      )
      .option('--json', 'one JSON document');

  command('status', 'who is primary, and what is going on').action(
    async ({ controller, target, json }: Where) => {
      const status = await statusOf(context, controller, target);
      context.out(json === true ? `${JSON.stringify(status, null, 2)}\n` : formatStatus(status));
    },
  );

  command('start', 'shows the plan, asks, starts a failover, and follows it to its end')
    .addOption(
      new Option('--reason <reason>', 'what it is for')
        .choices(['maintenance', 'security-incident'])
        .makeOptionMandatory(),
    )
    .option('--why <text>', 'for the journal and the notices')
    .option('--to <region>', 'another region than the catalog says; the controller may refuse it')
    .option('--confirm <region>', 'the region that takes over, for scripts; without it a person is asked')
    .option('--execute', 'with --target: send it; without, every request is shown and none is sent')
    .action(async ({ controller, target, execute = false, json, reason, why, to, confirm }: Start) => {
      const { reasons, startFailover } = await import('../failover/start-failover.js');
      const config = await context.config();
      const asked = {
        platform: config.platform,
        trigger: reasons[reason],
        why: why ?? `started by hand with attest failover start --reason ${reason}`,
        ...(to === undefined ? {} : { to }),
        confirm: async (question: string) => confirm ?? (await ask(question)),
        say: context.err,
        sleep: (ms: number) => delay(ms),
      };
      const ended =
        target === undefined
          ? await startFailover({ ...asked, controller: await clientOf(context, controller, execute) })
          : await (await import('../failover/start-real-failover.js')).startRealFailover({
              ...asked,
              target: (await import('../failover/failover-target.js')).failoverTarget(
                config,
                target,
                context.directory,
              ),
              execute,
            });
      context.out(
        json === true
          ? `${JSON.stringify(ended, null, 2)}\n`
          : 'mode' in ended && ended.mode === 'dry-run'
            ? `dry run: ${ended.ending} when every answer is good\n`
            : `${ended.ending}\n${formatStatus(ended.status)}`,
      );
      context.exitCode(exitCodes[ended.ending]);
    });

  failover
    .command('failback')
    .description('gives the primary back to its region: seeds it, lets it catch up, switches over')
    .requiredOption('--target <name>', 'a real platform of attest.config.ts, by its section failover')
    .option('--execute', 'do it; without, the plan is shown and nothing is sent')
    .option('--discard-unreplicated', 'seed although only the old primary may have some acknowledged writes')
    .option(
      '--confirm <region>',
      'the region that is primary again, for scripts; without it a person is asked',
    )
    .option('--json', 'one JSON document')
    .action(async ({ target, execute = false, discardUnreplicated = false, confirm, json }: Failback) => {
      const { failoverTarget } = await import('../failover/failover-target.js');
      const { runRealFailback } = await import('../failover/run-real-failback.js');
      const stopping = new AbortController();
      process.once('SIGINT', () => stopping.abort());
      const done = await runRealFailback({
        target: failoverTarget(await context.config(), target, context.directory),
        execute,
        discardUnreplicated,
        confirm: async (question) => confirm ?? (await ask(question)),
        say: context.err,
        stopped: stopping.signal,
      });
      const ending = done.ended?.ending;
      const { failbackGuidance } = await import('@attest/controllers');
      const why =
        ending === undefined || ending.as === 'completed'
          ? ''
          : `  ${ending.detail}\n  fix: ${failbackGuidance[ending.reason]}\n`;
      const notes = (done.ended?.remarks ?? []).map((note) => `  note: ${note}\n`).join('');
      const as = done.mode === 'dry-run' ? 'dry run' : (ending?.as ?? 'interrupted');
      context.out(json === true ? `${JSON.stringify(done, null, 2)}\n` : `${as}\n${why}${notes}`);
      context.exitCode(done.mode === 'dry-run' || as === 'completed' ? 0 : as === 'interrupted' ? 3 : 1);
    });
};

async function statusOf(context: CliContext, controller: string | undefined, target: string | undefined) {
  if (target === undefined) return (await clientOf(context, controller)).status();
  const { failoverTarget } = await import('../failover/failover-target.js');
  const { journalStatus } = await import('../failover/real-controller.js');
  return journalStatus(failoverTarget(await context.config(), target, context.directory));
}

async function clientOf({ directory }: CliContext, url: string | undefined, execute = false) {
  if (execute) {
    throw new CliError(
      'bad-option',
      '--execute: no --target is named',
      'a controller that runs already acts when it is told to; name a real platform with --target',
    );
  }
  const { controllerClient } = await import('../failover/controller-client.js');
  const { findController } = await import('../failover/find-controller.js');
  return controllerClient(url ?? findController(directory));
}

function formatStatus(status: object): string {
  return `${Object.entries(status)
    .map(([name, value]) => `  ${name.padEnd(8)}${value}`)
    .join('\n')}\n`;
}
