import type { ClaimJudge } from '../finding.js';
import { unmeasured } from '../finding.js';
import { rolloutFacts } from './rollout-facts.js';

const words = { promoted: 'promoted', 'rolled-back': 'rolled back' } as const;

/** The rollout came to this end, by itself. */
export function endedAs(wanted: keyof typeof words): ClaimJudge {
  return {
    reads: ['rollout'],
    violationStandsDespite: ['generator-dropped', 'interrupted'],
    judge(claim, facts) {
      const { begun, ended, notified } = rolloutFacts(facts);
      if (begun === undefined) return unmeasured(claim, 'Nothing was rolled out.');
      if (ended === undefined || (ended.outcome !== 'promoted' && ended.outcome !== 'rolled-back')) {
        const why = notified === undefined ? '' : ` ${notified.summary}`;
        return unmeasured(claim, `The rollout of ${begun.canary} had not ended.${why}`, [begun]);
      }
      const after = ((ended.t - begun.t) / 1000).toFixed(0);
      const isIt = ended.outcome === wanted;
      return {
        outcome: isIt ? 'held' : 'broken',
        measured: { value: isIt, unit: claim.promised.unit },
        reason: `${begun.canary} was ${words[ended.outcome]} by itself after ${after} s.${notified === undefined ? '' : ` ${notified.summary}`}`,
        basedOn: notified === undefined ? [begun, ended] : [begun, notified, ended],
      };
    },
  };
}
