import type { FaultEvidence, Recorded } from '../evidence.js';

type Line = Recorded<FaultEvidence>;

/** One time that a fault was meant to be in place, as far as it came. */
export interface Injection {
  readonly intent: Line;
  /** The first `effective` that follows, proven or not. */
  readonly effective: Line | undefined;
  readonly undone: Line | undefined;
}

/** In the order in which they were meant; a fault is never in place twice at once. */
export function injectionsOf(faults: readonly Line[]): readonly Injection[] {
  return faults
    .filter(({ phase }) => phase === 'intent')
    .map((intent) => {
      const after = faults.filter(
        (it) => it.fault === intent.fault && it.line > intent.line && it.t >= intent.t,
      );
      const next = after.find(({ phase }) => phase === 'intent');
      const until = after.filter(({ line }) => line < (next?.line ?? Number.POSITIVE_INFINITY));
      const first = (wanted: Line['phase']) => until.find(({ phase }) => phase === wanted);
      return { intent, effective: first('effective'), undone: first('undone') };
    });
}
