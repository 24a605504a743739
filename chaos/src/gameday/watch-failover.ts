import { firstRecoveredWindow } from '@attest/evidence';
import { describeLast } from './describe-last.js';
import { sinceStart } from './run-clock.js';
import type { RunContext } from './run-context.js';

/** Beyond the promise the run waits this much longer, to tell "too slow" from "never". */
const patienceBeyondPromiseSeconds = 30;

/**
 * Watches until the clients are well again and have been so for long enough, until the controller gives up, or until it
 * has taken longer than anybody would wait. It decides nothing: all three are recorded.
 */
export async function watchFailover(context: RunContext, afterRecoverySeconds: number): Promise<void> {
  const { clock, stop, journal, progress, load } = context;
  const effective = context.faultTimes.find(({ phase }) => phase === 'effective');
  if (load === undefined || effective === undefined) return;
  const from = sinceStart(clock, effective.monotonicMs);
  const deadline =
    effective.monotonicMs + (context.promisedDurationSeconds + patienceBeyondPromiseSeconds) * 1000;
  let told = 0;
  while (clock.monotonicMs() < deadline) {
    await clock.sleep(1000, stop);
    for (const line of journal.slice(told)) tell(context, line, effective.monotonicMs);
    told = journal.length;
    const seconds = await load.secondsSince(effective.monotonicMs);
    const recovered = firstRecoveredWindow(seconds, from);
    const ended = journal.some(
      ({ event }) => event === 'completed' || event === 'refused' || event === 'failed',
    );
    const watched =
      recovered === undefined ? 0 : (sinceStart(clock) - context.lateMs - recovered.startT) / 1000;
    if (ended && watched >= afterRecoverySeconds) {
      progress.done('clients are served again', describeLast(seconds, 10));
      return;
    }
    const gaveUp = journal.find(({ event }) => event === 'refused' || event === 'failed');
    if (gaveUp !== undefined && clock.monotonicMs() - gaveUp.monotonicMs > afterRecoverySeconds * 1000) {
      progress.done('the controller gave up', gaveUp.detail ?? gaveUp.outcome ?? gaveUp.event);
      return;
    }
    progress.live(
      `${Math.round((clock.monotonicMs() - effective.monotonicMs) / 1000)} s: ${describeLast(seconds, 3)}`,
    );
  }
  progress.done(
    'no recovery',
    `watched for ${Math.round((clock.monotonicMs() - effective.monotonicMs) / 1000)} s`,
  );
}

function tell(context: RunContext, line: RunContext['journal'][number], since: number): void {
  const after = `${((line.monotonicMs - since) / 1000).toFixed(1)} s after the fault`;
  if (line.event === 'trigger') context.progress.done('failure detected', `${line.trigger}, ${after}`);
  if (line.event === 'step-end') context.progress.done(`  ${line.step}`, `${line.outcome ?? ''}, ${after}`);
  if (line.event === 'refused' || line.event === 'failed') {
    context.progress.done(`failover ${line.event}`, line.detail ?? line.outcome);
  }
}
