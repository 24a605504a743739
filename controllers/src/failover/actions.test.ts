import { describe, expect, it } from 'vitest';
import { type ActionLimits, actionLimits } from './actions.js';

/** The longest that an action can take, all attempts and pauses included. */
function worstCaseSeconds({ attempts, deadlineSeconds, backoffSeconds }: ActionLimits): number {
  const pauses = (attempts * (attempts - 1)) / 2;
  return attempts * deadlineSeconds + pauses * backoffSeconds;
}

describe('deadlines', () => {
  it('let a failover in which everything needs its last attempt end within two minutes', () => {
    // Side by side within a stage, so each kind counts once; looking at a failed promotion is not part of a failover.
    const { notify: _notify, inspect: _inspect, ...onTheWay } = actionLimits;
    const seconds = Object.values(onTheWay).reduce((sum, limits) => sum + worstCaseSeconds(limits), 0);
    expect(seconds).toBeLessThan(120);
  });
});
