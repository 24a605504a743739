import type { Clock } from './ports.js';

export interface Waiting {
  readonly clock: Clock;
  /** Its abort is the deadline. */
  readonly signal: AbortSignal;
  /** What is waited for, as the error says it. */
  readonly what: string;
  /** How often it is looked at; default 100. */
  readonly everyMs?: number;
}

/** Polls until the condition holds; only the deadline ends it otherwise. A poll that rejects is a poll that says no. */
export async function until<T>(
  { clock, signal, what, everyMs = 100 }: Waiting,
  poll: () => Promise<T>,
  holds: (value: T) => boolean,
): Promise<T> {
  while (!signal.aborted) {
    const value = await poll().catch(() => undefined);
    if (value !== undefined && holds(value)) return value;
    await clock.sleep(everyMs, signal);
  }
  throw new Error(`waited in vain for ${what}`);
}
