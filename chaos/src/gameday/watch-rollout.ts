import { ChaosError } from '../chaos-error.js';
import type { Watch } from '../experiments/experiment.js';
import type { RolloutLine } from '../target/index.js';
import { describeLast } from './describe-last.js';
import type { RunContext } from './run-context.js';

type RolloutWatch = Extract<Watch, { for: 'rollout' }>;

/**
 * Watches until the rollout has ended, whichever way, and the clients a little longer. It decides nothing: all is recorded.
 *
 * @throws ChaosError `not-ended`
 */
export async function watchRollout(
  context: RunContext,
  { patienceSeconds, afterEndSeconds }: RolloutWatch,
): Promise<void> {
  const { clock, stop, rollout, progress, load } = context;
  if (load === undefined) return;
  const deadline = clock.monotonicMs() + patienceSeconds * 1000;
  let told = 0;
  for (;;) {
    for (const line of rollout.slice(told)) tell(context, line);
    told = rollout.length;
    const ended = rollout.find(({ event }) => event === 'ended');
    if (ended !== undefined && clock.monotonicMs() - ended.monotonicMs >= afterEndSeconds * 1000) return;
    if (ended === undefined && clock.monotonicMs() > deadline) {
      throw new ChaosError(
        'not-ended',
        `the rollout has not ended within ${patienceSeconds} s: ${lastWord(rollout)}`,
        'look at what the judge saw in evidence.jsonl; with too little traffic nothing can be known',
      );
    }
    await clock.sleep(1000, stop);
    const seconds = await load.secondsSince(clock.monotonicMs() - 10_000);
    progress.live(`${lastWord(rollout)}; clients: ${describeLast(seconds, 3)}`);
  }
}

function tell({ progress }: RunContext, line: RolloutLine): void {
  if (line.event === 'begun')
    progress.done(
      'rollout begun',
      `${line.canary} of ${line.service}, time ${line.timeFactor} times as fast`,
    );
  if (line.event === 'migrated')
    progress.done(`  tables: ${line.step}`, `${line.statements.join('; ')} in ${line.seconds.toFixed(2)} s`);
  if (line.event === 'sent') progress.done(`  ${line.weight * 100} % of the traffic`);
  if (line.event === 'notified') progress.done(`  ${line.channel} told: ${line.outcome}`, line.summary);
  if (line.event === 'ended') progress.done(`rollout ${line.outcome}`);
}

function lastWord(rollout: readonly RolloutLine[]): string {
  let canary = 0;
  let errors = 0;
  for (const line of rollout) {
    if (line.event !== 'measured') continue;
    canary += line.canary.requests;
    errors += line.canary.errors;
  }
  return `the new revision had ${canary} requests, ${errors} errors`;
}
