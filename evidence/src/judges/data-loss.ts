import { defectKinds } from './defects.js';
import { type ClaimJudge, unmeasured } from './finding.js';
import { keepsNumber } from './promise.js';

/** What the history checker found among the acknowledged writes. */
export const dataLoss: ClaimJudge = {
  reads: ['fault', 'history'],
  // A write that was acknowledged and is gone is gone, whatever else went wrong.
  violationStandsDespite: defectKinds,
  judge(claim, { of }) {
    const history = of('history').at(-1);
    if (history === undefined) {
      return unmeasured(claim, 'No history of writes was checked, so nobody knows whether one was lost.');
    }
    const { counts, verdict, reason } = history;
    const lost = counts.lost.toLocaleString('en-US');
    const acked = counts.acked.toLocaleString('en-US');
    const measured = { value: counts.lost, unit: claim.promised.unit };
    const promised = `promised ${claim.promised.op === '=' ? '' : `${claim.promised.op} `}${String(claim.promised.value)}`;
    if (verdict === 'inconclusive') {
      return unmeasured(claim, `The history proves nothing: ${reason}`, [history]);
    }
    if (verdict === 'broken' || !keepsNumber(claim.promised, counts.lost)) {
      return {
        outcome: 'broken',
        measured,
        reason: `${lost} of ${acked} acknowledged writes lost; ${promised}. ${reason}`,
        basedOn: [history],
      };
    }
    return {
      outcome: 'held',
      measured,
      reason: `${lost} of ${acked} acknowledged writes lost; ${promised}, nothing to spare.`,
      basedOn: [history],
    };
  },
};
