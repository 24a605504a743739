import type { ObservedEffects } from '../target/index.js';
import type { RunContext } from './run-context.js';

/** As long as jobs may take that a lost worker had, or that were tried in vain: leases end first, delays double. */
const patienceMs = 120_000;
const pollMs = 1000;

/**
 * Waits until everything has come about that acknowledged writes promise, or has failed for good, and keeps what was seen. What is
 * still under way when patience ends is not known to be missing, and keeps the history from being final.
 */
export async function readEffects({ target, clock, signal, progress, effects }: RunContext): Promise<void> {
  if (target.effects === undefined) return;
  const deadline = clock.monotonicMs() + patienceMs;
  for (;;) {
    const sentMonotonicMs = clock.monotonicMs();
    const seen = await target.effects.read();
    const pending = seen.filter((kind) => kind.pending > 0);
    if (pending.length === 0 || sentMonotonicMs >= deadline) {
      effects.push(...seen.map((kind) => ({ ...kind, sentMonotonicMs })));
      if (pending.length > 0) progress.done('not all that was promised has come about', describe(pending));
      return;
    }
    progress.live(`waiting for what writes bring about: ${describe(pending)}`);
    await clock.sleep(pollMs, signal);
  }
}

const describe = (kinds: readonly ObservedEffects[]) =>
  kinds.map(({ kind, pending }) => `${pending} of ${kind} under way`).join(', ');
