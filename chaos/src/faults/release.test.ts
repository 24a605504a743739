import { beginRollout, canaryPolicy, type Interval, nextStep } from '@attest/controllers';
import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { timeFactor } from './release.js';

const lookSeconds = 5;

/** Five times the CPU, which is seen only while both revisions get half of the traffic; 100 requests a second, without errors. */
function rolloutOfLeak(factor: number) {
  const usual = canaryPolicy(arborKumori);
  const stages = usual.stages.map((stage) => ({ ...stage, seconds: stage.seconds / factor }));
  const policy = { ...usual, stages };
  let { state } = beginRollout(policy);
  for (let t = lookSeconds; state.phase === 'watching' || state.phase === 'holding'; t += lookSeconds) {
    const weight = stages[state.stage]?.weight ?? 1;
    const measured = (share: number, cpu: number) => {
      const requests = Math.round(100 * lookSeconds * share);
      const latency = { le: [0.1, 1, Infinity], counts: [requests, 0, 0] };
      return { requests, errors: 0, latency, cpu: weight === 0.5 ? cpu : undefined };
    };
    const interval: Interval = {
      t,
      seconds: lookSeconds,
      canary: measured(weight, 0.01),
      baseline: measured(1 - weight, 0.002),
    };
    ({ state } = nextStep(state, interval, policy));
  }
  return state.phase;
}

describe('the time of a rollout', () => {
  it('passes slowly enough for a CPU leak to be found', () => {
    expect(rolloutOfLeak(timeFactor)).toBe('rolled-back');
  });

  it('could not pass twice as fast', () => {
    expect(rolloutOfLeak(2 * timeFactor)).toBe('promoted');
  });
});
