import { type ClaimJudge, unmeasured } from '../finding.js';
import { rolloutFacts, totalOf } from './rollout-facts.js';

/** 99 % of the normal distribution, both ends. */
const z = 2.5758;

/** Percentage points that the measured share may be uncertain by; beyond, it is not known. */
const precise = 2;

/** Of the requests of the first stage, counted by the instances of both revisions. */
export const canaryShare: ClaimJudge = {
  reads: ['rollout'],
  violationStandsDespite: [],
  judge(claim, facts) {
    const [first] = rolloutFacts(facts).stages;
    if (first === undefined) return unmeasured(claim, 'No traffic was sent to a new release.');
    const promised = Number(claim.promised.value);
    const { requests } = totalOf(first.measured, 'canary');
    const all = requests + totalOf(first.measured, 'baseline').requests;
    const basedOn = [first.sent, ...first.measured];
    if (all === 0) return unmeasured(claim, 'No request of the first stage was measured.', basedOn);
    const share = requests / all;
    const spread = z * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all));
    const [low, high] = [100 * (share - spread), 100 * (share + spread)];
    const measured = { value: Math.round(share * 1000) / 10, unit: claim.promised.unit };
    const seen = `The edge was told ${first.weight * 100} %; ${requests} of ${all} requests (${(share * 100).toFixed(1)} %, 99 % between ${Math.max(0, low).toFixed(1)} and ${high.toFixed(1)}) went to the new release; promised ${promised} %.`;
    if (first.weight * 100 !== promised || promised < low || promised > high)
      return { outcome: 'broken', measured, reason: seen, basedOn };
    if (spread * 100 > precise) return unmeasured(claim, `${seen} That is too few to know it.`, basedOn);
    return { outcome: 'held', measured, reason: seen, basedOn };
  },
};
