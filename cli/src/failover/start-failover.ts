import type { FailoverStatus } from '@attest/controllers';
import type { Platform } from '@attest/platform';
import { CliError } from '../cli-error.js';
import type { ControllerClient, ManualTrigger } from './controller-client.js';
import { failoverPlan, formatPlan } from './plan.js';

/** The words of the command line, and the controller's. */
export const reasons = {
  maintenance: 'maintenance',
  'security-incident': 'security_incident',
} as const satisfies Record<string, ManualTrigger>;

export interface StartOptions {
  readonly platform: Platform;
  readonly controller: ControllerClient;
  readonly trigger: ManualTrigger;
  /** For the journal and the notices. */
  readonly why: string;
  readonly to?: string;
  /** Answers with what a person typed after having read this; undefined when nobody can be asked. */
  confirm(question: string): Promise<string | undefined>;
  say(text: string): void;
  sleep(ms: number): Promise<void>;
}

export type Ending = 'completed' | 'refused' | 'failed' | 'unknown';

export interface StartedFailover {
  readonly ending: Ending;
  readonly status: FailoverStatus;
}

const pollMs = 500;
/** Beyond the promise one waits this much longer, to tell "too slow" from "never". */
const patienceSeconds = 60;

/**
 * Shows what will happen, asks, starts it, and follows it to its end. Called again while a failover is running (because this
 * process was killed), it starts nothing and follows that one.
 *
 * @throws CliError `not-confirmed`, `controller-unreachable`, `bad-option`
 */
export async function startFailover(options: StartOptions): Promise<StartedFailover> {
  const { platform, controller, trigger, why, to, confirm, say } = options;
  const before = await controller.status();
  if (isRunning(before)) {
    say(`A failover is running already (${before.trigger ?? 'unknown'}); following it, starting nothing.\n`);
    return follow(options, before);
  }
  const plan = failoverPlan(platform, before, to);
  say(formatPlan(plan));
  const typed = await confirm(`Type ${plan.to} to start: `);
  if (typed !== plan.to) {
    throw new CliError(
      'not-confirmed',
      typed === undefined ? 'nobody confirmed the failover' : `"${typed}" is not ${plan.to}`,
      `type the region when you are asked, or pass --confirm ${plan.to}; nothing was done`,
    );
  }
  return follow(options, await controller.trigger(trigger, why, to));
}

const isRunning = ({ phase }: FailoverStatus) => phase === 'failing_over' || phase === 'compensating';

async function follow(
  { controller, platform, say, sleep }: StartOptions,
  started: FailoverStatus,
): Promise<StartedFailover> {
  let status = started;
  let told: string | undefined;
  const polls = ((platform.failover.durationSeconds + patienceSeconds) * 1000) / pollMs;
  for (let poll = 0; poll < polls; poll += 1) {
    const { phase, stage } = status;
    if (phase === 'completed' || phase === 'refused' || phase === 'failed') return { ending: phase, status };
    if (stage !== undefined && stage !== told) say(`  ${stage.replaceAll('_', ' ')}\n`);
    told = stage;
    await sleep(pollMs);
    // A controller that is restarted in the middle resumes by its journal, and answers again.
    status = await controller.status().catch((error: unknown) => {
      if (error instanceof CliError) return status;
      throw error;
    });
  }
  return { ending: 'unknown', status };
}
