import type { Instance } from './instance.js';

/** What an instance that is taken away may finish. Requests take 2 s at most. */
const drainMs = 3000;

/** Instances that get no more requests, and are ended once they have answered those that they have. */
export class Drain {
  readonly #timers = new Map<Instance, NodeJS.Timeout>();

  begin(instance: Instance): void {
    instance.drain();
    const timer = setTimeout(() => {
      this.#timers.delete(instance);
      instance.stop();
    }, drainMs);
    this.#timers.set(instance, timer);
  }

  /** Ends those that are left at once. */
  stop(): void {
    for (const [instance, timer] of this.#timers) {
      clearTimeout(timer);
      instance.stop();
    }
    this.#timers.clear();
  }
}
