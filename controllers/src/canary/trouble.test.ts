import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { canaryPolicy } from './canary-policy.js';
import { type Evidence, noEvidence, observe } from './evidence.js';
import type { Measured } from './interval.js';
import { judgeCanary } from './judge.js';

const policy = canaryPolicy(arborKumori);
const le = [0.5, 1, Number.POSITIVE_INFINITY];

/** Of 550 requests in 5 s so many fail, or are slow. */
const canary = ({ errors = 0, slow = 0 }): Measured => ({
  requests: 550,
  errors,
  latency: { le, counts: [550 - slow, 0, slow] },
});

/** A canary that has all of the traffic, so that nothing can be compared, every 5 s. */
function judgeAfter(stretches: readonly { readonly times: number; readonly trouble: object }[]) {
  let evidence: Evidence = noEvidence;
  for (const { times, trouble } of stretches) {
    for (let at = 0; at < times; at += 1) {
      const t = evidence.t + 5;
      const baseline = { requests: 0, errors: 0 };
      evidence = observe(evidence, { t, seconds: 5, canary: canary(trouble), baseline }, policy);
      const judgement = judgeCanary(evidence, policy);
      if (judgement.finding === 'bad') return { at: t, ...judgement };
    }
  }
  return { at: evidence.t, ...judgeCanary(evidence, policy) };
}

const calm = { times: 48, trouble: {} };

describe('trouble above a threshold', () => {
  it('is nothing to roll back for when it is over before it is 5 % of a minute', () => {
    const { finding } = judgeAfter([calm, { times: 1, trouble: { errors: 89 } }, calm]);
    expect(finding).not.toBe('bad');
  });

  it('is rolled back for as soon as it is, and the reason says since when, and what the rest was like', () => {
    const { at, finding, reason } = judgeAfter([calm, { times: 12, trouble: { errors: 89 } }]);
    expect({ at, finding }).toEqual({ at: 240 + 20, finding: 'bad' });
    expect(reason).toBe(
      'In the last 20 s the canary had 356 errors in 2200 requests (16.2 %), certainly more than the 5 % that are accepted; ' +
        'since its beginning 356 errors in 28600 requests (1.24 %).',
    );
  });

  it('decides at once where everything fails: that is 5 % of a minute in 3 s', () => {
    expect(judgeAfter([calm, { times: 12, trouble: { errors: 550 } }])).toMatchObject({
      at: 245,
      finding: 'bad',
    });
  });

  it('is the same for slow answers, of which a minute may have 1 %', () => {
    expect(judgeAfter([calm, { times: 1, trouble: { slow: 60 } }, calm]).finding).not.toBe('bad');
    const { finding, reason } = judgeAfter([calm, { times: 2, trouble: { slow: 60 } }]);
    expect(finding).toBe('bad');
    expect(reason).toBe(
      "In the last 10 s 120 of the canary's 1100 requests (10.9 %) took longer than 1000 ms, certainly more than the 1 % that are accepted; " +
        'since its beginning p99 is 0–500 ms.',
    );
  });

  it('is found where it comes again and again, each time for less than a minute', () => {
    const often = Array.from({ length: 20 }, () => [
      { times: 1, trouble: { errors: 180 } },
      { times: 3, trouble: {} },
    ]).flat();
    expect(judgeAfter([calm, ...often])).toMatchObject({ finding: 'bad' });
  });

  it('is the whole rollout where it was never better, and then decides at once', () => {
    const { at, reason } = judgeAfter([{ times: 12, trouble: { errors: 60 } }]);
    expect(at).toBe(5);
    expect(reason).toMatch(
      /^The canary has \d+ errors in \d+ requests \(10\.9 %\), certainly more than the 5 %/,
    );
  });
});
