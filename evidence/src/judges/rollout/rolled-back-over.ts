import { type ClaimJudge, unmeasured } from '../finding.js';
import { keepsNumber } from '../promise.js';
import { rolloutFacts, totalOf } from './rollout-facts.js';

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** A release with more errors than are accepted is rolled back, and for that reason. One with fewer puts nothing to the test. */
export const rolledBackOverErrors: ClaimJudge = {
  reads: ['rollout'],
  violationStandsDespite: ['generator-dropped', 'interrupted'],
  judge(claim, facts) {
    const { begun, ended, notified, measured } = rolloutFacts(facts);
    const { requests, errors } = totalOf(measured, 'canary');
    if (begun === undefined || requests === 0)
      return unmeasured(claim, 'No request of a new release was measured.');
    const ratio = errors / requests;
    const seen = `${errors} of ${requests} requests to ${begun.canary} failed (${percent(ratio)})`;
    if (keepsNumber(claim.promised, ratio))
      return unmeasured(claim, `${seen}, which is no reason to roll it back.`, measured);
    const value = { value: Math.round(ratio * 1e4) / 1e4, unit: claim.promised.unit };
    if (ended?.outcome === 'promoted') {
      return {
        outcome: 'broken',
        measured: value,
        reason: `${seen}, and it was promoted.`,
        basedOn: [...measured, ended],
      };
    }
    if (ended?.outcome !== 'rolled-back' || notified === undefined)
      return unmeasured(claim, `${seen}; the run ended before it was decided on.`, measured);
    if (notified.metric !== 'error_rate')
      return unmeasured(claim, `${seen}, but ${notified.metric} was what it was rolled back for.`, [
        notified,
      ]);
    const after = (measured.at(-1)?.untilSeconds ?? 0).toFixed(0);
    return {
      outcome: 'held',
      measured: value,
      reason: `${seen}; more than ${percent(Number(claim.promised.value))} are not accepted, and it was rolled back ${after} s after it got its first request.`,
      basedOn: [begun, ...measured, notified, ended],
    };
  },
};
