import { clientWindows, recoveryRule } from '../recovery.js';
import { type ClaimJudge, unmeasured } from './finding.js';
import { keepsNumber } from './promise.js';

/** The worst ten seconds that clients had while the fault was in place, and after it. */
export const served: ClaimJudge = {
  reads: ['fault', 'clients'],
  // Nobody is served badly because the end of a run was not seen.
  violationStandsDespite: ['interrupted', 'gave-up'],
  judge(claim, { of, effective }) {
    if (effective === undefined) return unmeasured(claim, 'There is no proven effect to be served under.');
    const clients = of('clients');
    const windows = clientWindows(clients, effective.t);
    const known = windows.flatMap(({ startT, endT, goodRatio }) =>
      goodRatio === undefined ? [] : [{ startT, endT, goodRatio }],
    );
    const [first, ...others] = known;
    if (first === undefined || known.length < windows.length) {
      const silent = windows.length - known.length;
      return unmeasured(
        claim,
        first === undefined
          ? `Clients were watched for less than ${recoveryRule.windowSeconds} s after the proven effect.`
          : `In ${silent} of ${windows.length} windows of ${recoveryRule.windowSeconds} s a second saw no request.`,
        [effective],
      );
    }
    const worst = others.reduce(
      (least, window) => (window.goodRatio < least.goodRatio ? window : least),
      first,
    );
    const percent = (ratio: number) => `${(ratio * 100).toFixed(2)} %`;
    const after = ((worst.startT - effective.t) / 1000).toFixed(1);
    return {
      outcome: keepsNumber(claim.promised, worst.goodRatio) ? 'held' : 'broken',
      measured: { value: Math.round(worst.goodRatio * 1e6) / 1e6, unit: claim.promised.unit },
      reason: `In the worst ${recoveryRule.windowSeconds} s, ${after} s after the proven effect, ${percent(worst.goodRatio)} of the requests were good; expected ${claim.promised.op} ${percent(Number(claim.promised.value))}.`,
      basedOn: [effective, ...clients.filter(({ second }) => second >= worst.startT && second < worst.endT)],
    };
  },
};
