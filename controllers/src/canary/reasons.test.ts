import { arborKumori } from '@attest/platform';
import { expect, it } from 'vitest';
import { canaryPolicy } from './canary-policy.js';
import { noEvidence } from './evidence.js';
import { rollbackReason } from './reasons.js';
import { noTotals } from './totals.js';

const reasonOf = (canaryBounds: readonly number[], baselineBounds: readonly number[]) => {
  const canary = { ...noTotals, requests: 100, latency: { le: canaryBounds, counts: [20, 75, 5] } };
  const baseline = { ...noTotals, requests: 1000, latency: { le: baselineBounds, counts: [900, 80, 20] } };
  const evidence = { ...noEvidence, totals: { canary, baseline } };
  return rollbackReason('latency-worse', evidence, canaryPolicy(arborKumori));
};

it('says of a slow canary at which latency it differs most from its baseline', () => {
  const bounds = [0.1, 1, Number.POSITIVE_INFINITY];
  expect(reasonOf(bounds, bounds)).toMatch(
    /^80 % of the canary's requests took longer than 100 ms, 10 % of the baseline's over the same time/,
  );
});

it('says the p99 of both where no boundary is one of both', () => {
  expect(reasonOf([0.1, 1, 3], [0.2, 2, 4])).toMatch(
    /^The canary's p99 is 1000–3000 ms, the baseline's 2000–4000 ms over the same time/,
  );
});

it('says it of the tail where that is the difference, though more of what is fast differs by more points', () => {
  const le = [0.005, 1, Number.POSITIVE_INFINITY];
  const canary = { ...noTotals, requests: 112, latency: { le, counts: [57, 49, 6] } };
  const baseline = { ...noTotals, requests: 2000, latency: { le, counts: [1186, 812, 2] } };
  const evidence = { ...noEvidence, totals: { canary, baseline } };
  expect(rollbackReason('latency-worse', evidence, canaryPolicy(arborKumori))).toMatch(
    /^5\.36 % of the canary's requests took longer than 1000 ms, 0\.1 % of the baseline's over the same time/,
  );
});
