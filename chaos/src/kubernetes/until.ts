import type { SiteClock } from './kubernetes-site.js';

const pollMs = 500;

/** Looks again and again; the last thing seen, whether it is what was waited for or not. */
export async function lookUntil<T>(
  clock: SiteClock,
  timeoutMs: number,
  look: () => Promise<T>,
  done: (seen: T) => boolean,
): Promise<T> {
  const deadline = clock.monotonicMs() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (done(seen) || clock.monotonicMs() >= deadline) return seen;
    await clock.sleep(pollMs);
  }
}
