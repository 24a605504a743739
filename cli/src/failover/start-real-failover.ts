import type { Intent, Mode } from '@attest/controllers/failover-adapters';
import type { Platform } from '@attest/platform';
import type { ManualTrigger } from './controller-client.js';
import type { RealTarget } from './failover-target.js';
import { openRealController, type RealControllerOptions } from './real-controller.js';
import { type StartedFailover, startFailover } from './start-failover.js';

export interface RealStart {
  readonly target: RealTarget;
  readonly platform: Platform;
  readonly trigger: ManualTrigger;
  readonly why: string;
  readonly to?: string;
  readonly execute: boolean;
  confirm(question: string): Promise<string | undefined>;
  say(text: string): void;
  sleep(ms: number): Promise<void>;
  readonly ports?: RealControllerOptions['ports'];
}

export interface RealFailover extends StartedFailover {
  readonly mode: Mode;
  /** Everything that was sent, or would be: requests and statements, with secrets by their names. */
  readonly intents: readonly Intent[];
}

/**
 * A failover of a real platform. Rehearsed first, without sending anything: that is the plan, request by request. Then, with `execute`, confirmed
 * and carried out; one that an earlier process left unfinished is gone on with.
 *
 * @throws CliError `not-confirmed`, `bad-option`, `failover-going-on`; ControllerError of the adapters
 */
export async function startRealFailover(start: RealStart): Promise<RealFailover> {
  const { execute, say } = start;
  const rehearsal = await carryOut({ ...start, say: execute ? () => {} : say }, 'dry-run');
  say(`${shownIntents(rehearsal.intents)}\n`);
  if (!execute) {
    say(
      'Nothing was sent: this was a dry run, in which every answer was assumed to be good. --execute sends it.\n',
    );
    return rehearsal;
  }
  return carryOut(start, 'execute');
}

async function carryOut(start: RealStart, mode: Mode): Promise<RealFailover> {
  const { target, platform, trigger, why, to, say, sleep, ports } = start;
  const intents: Intent[] = [];
  const isDry = mode === 'dry-run';
  const controller = await openRealController({
    target,
    mode,
    record: (intent) => void intents.push(intent),
    onHalt: (error) => say(`${error.message}\n  fix: ${error.fix}\n`),
    ...(ports && !isDry && { ports }),
  });
  try {
    const ended = await startFailover({
      platform,
      controller,
      trigger,
      why,
      ...(to === undefined ? {} : { to }),
      // A rehearsal touches nothing, so there is nothing to agree to.
      confirm: isDry ? async () => to ?? target.config.takeover : start.confirm,
      say,
      sleep: isDry ? () => sleep(rehearsalPollMs) : sleep,
    });
    return { ...ended, mode, intents };
  } finally {
    await controller.close();
  }
}

const rehearsalPollMs = 20;

/** Numbered, in their order. */
const shownIntents = (intents: readonly Intent[]): string =>
  intents
    .map(({ adapter, request }, index) => `${index + 1}. ${adapter}\n${request.replaceAll(/^/gm, '     ')}`)
    .join('\n');
