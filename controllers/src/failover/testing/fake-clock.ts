import type { Clock } from '../ports.js';

/** Time that passes only when told to; everything that is due meanwhile happens in order. */
export class FakeClock implements Clock {
  #nowMs = 1_000_000;
  #timers: { dueMs: number; wake: () => void }[] = [];

  monotonicMs(): number {
    return this.#nowMs;
  }

  isoNow(): string {
    return new Date(Date.UTC(2026, 0, 1) + this.#nowMs).toISOString();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        this.#timers = this.#timers.filter((it) => it !== timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = { dueMs: this.#nowMs + Math.max(0, ms), wake: end };
      this.#timers.push(timer);
      signal?.addEventListener('abort', end);
    });
  }

  async advance(seconds: number, done: () => boolean = () => false): Promise<void> {
    const untilMs = this.#nowMs + seconds * 1000;
    for (;;) {
      await settle();
      const due = this.#timers.toSorted((a, b) => a.dueMs - b.dueMs)[0];
      if (done() || !due || due.dueMs > untilMs) break;
      this.#nowMs = Math.max(this.#nowMs, due.dueMs);
      due.wake();
    }
    if (!done()) this.#nowMs = untilMs;
  }

  /** The process stands still: time passes, but nothing that is due happens before it is over. */
  standStill(seconds: number): void {
    this.#nowMs += seconds * 1000;
  }
}

/** Lets every promise that can settle do so. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
