import type { BreakerSeries } from '../target/index.js';
import { sinceStart } from './run-clock.js';
import type { RunContext } from './run-context.js';

/** Long enough before the fault to see that it was closed. */
const lookBackMs = 15_000;
/** A breaker tries again after a while, and is looked at every few seconds. */
const patienceMs = 40_000;
const pollMs = 2000;

/**
 * What the circuit breakers went through that the experiment is about. Waits until all of them are closed, as seen after now; one
 * that is still open when patience ends is for the judge.
 */
export async function readBreakers(context: RunContext): Promise<void> {
  const { experiment, target, clock, signal, progress, evidence, faultTimes } = context;
  const { breaker: name } = experiment;
  const intent = faultTimes.find(({ phase }) => phase === 'intent');
  if (name === undefined || target.breakers === undefined || intent === undefined) return;
  const sinceMs = intent.monotonicMs - lookBackMs;
  const begunMs = clock.monotonicMs();
  for (;;) {
    const seen = await target.breakers.read(name, sinceMs).catch((error: unknown) => {
      progress.done(`circuit breakers of ${name} not seen`, String(error));
      return undefined;
    });
    const isOver = seen === undefined || seen.every((series) => isClosedAfter(series, begunMs));
    if (isOver || clock.monotonicMs() - begunMs > patienceMs) {
      for (const { samples, ...who } of seen ?? []) {
        await evidence.record({
          kind: 'breaker',
          name,
          ...who,
          samples: samples.map(({ monotonicMs, ...sample }) => ({
            t: Math.round(sinceStart(clock, monotonicMs)),
            ...sample,
          })),
        });
      }
      if (seen !== undefined) progress.done(`circuit breakers of ${name}`, describe(seen));
      return;
    }
    progress.live(`waiting for the circuit breakers of ${name} to close: ${describe(seen)}`);
    await clock.sleep(pollMs, signal);
  }
}

function isClosedAfter({ samples }: BreakerSeries, monotonicMs: number): boolean {
  const last = samples.at(-1);
  return last !== undefined && last.monotonicMs >= monotonicMs && last.state === 'closed';
}

function describe(seen: readonly BreakerSeries[]): string {
  const opened = seen.filter(({ samples }) => samples.some(({ state }) => state !== 'closed'));
  const open = opened.filter(({ samples }) => samples.at(-1)?.state !== 'closed');
  return `${opened.length} of ${seen.length} seen open, ${open.length} still`;
}
