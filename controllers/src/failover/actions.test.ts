import { describe, expect, it } from 'vitest';
import { actionLimits, worstCaseSeconds } from './actions.js';

describe('deadlines', () => {
  it('let a failover in which everything needs its last attempt end within two minutes', () => {
    // Side by side within a stage, so each kind counts once; looking at a failed promotion is not part of a failover.
    const { notify: _notify, inspect: _inspect, ...onTheWay } = actionLimits;
    const seconds = Object.values(onTheWay).reduce((sum, limits) => sum + worstCaseSeconds(limits), 0);
    expect(seconds).toBeLessThan(120);
  });
});
