import { ControllerError, isFinal } from '../controller-error.js';
import type { ActionOutcome, ActionValue } from './actions.js';
import type { Clock } from './ports.js';

/** Never rejects. Also ends when the work ignores its signal: an adapter that hangs must hang neither the failover nor its end. */
export async function withDeadline<T extends ActionValue>(
  clock: Clock,
  deadlineMs: number,
  stopped: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<ActionOutcome> {
  // Linked by hand: what AbortSignal.any() links to a signal that lives for months stays with it.
  const settled = new AbortController();
  const ended = new AbortController();
  const stop = () => {
    ended.abort();
    settled.abort();
  };
  if (stopped.aborted) stop();
  stopped.addEventListener('abort', stop);
  const result = work(ended.signal).then(
    (value): ActionOutcome => ({ ok: true, value }),
    (error: unknown): ActionOutcome => ({
      ok: false,
      timedOut: false,
      message: messageOf(error),
      ...(isFinal(error) && { final: true }),
    }),
  );
  const timeout = clock.sleep(deadlineMs, settled.signal).then((): ActionOutcome => {
    if (stopped.aborted) return { ok: false, timedOut: false, message: 'the controller was stopped' };
    ended.abort();
    return { ok: false, timedOut: true, message: `no answer within ${deadlineMs / 1000} s` };
  });
  const outcome = await Promise.race([result, timeout]);
  stopped.removeEventListener('abort', stop);
  settled.abort();
  return outcome;
}

export function messageOf(error: unknown): string {
  if (error instanceof ControllerError) return `${error.message} (fix: ${error.fix})`;
  return error instanceof Error ? error.message : String(error);
}
