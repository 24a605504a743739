import type { Fault } from './fault.js';

/** Two faults at once: `first` is there before `second` is injected, and is taken back after it. */
export function both(first: Fault, second: Fault, title: string): Fault {
  return {
    title,
    elsewhere: `${first.elsewhere}; then ${second.elsewhere}`,
    missing: (target) => first.missing(target) ?? second.missing(target),
    async inject(target, site) {
      await first.inject(target, site);
      await second.inject(target, site);
    },
    prove: async (target, site) => [
      ...(await first.prove(target, site)),
      ...(await second.prove(target, site)),
    ],
    async undo(target, site) {
      // What keeps one from being undone must not keep the other in place.
      try {
        await second.undo(target, site);
      } finally {
        await first.undo(target, site);
      }
    },
    proveUndone: async (target, site) => [
      ...(await second.proveUndone(target, site)),
      ...(await first.proveUndone(target, site)),
    ],
  };
}
