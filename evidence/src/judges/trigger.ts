import { type ClaimJudge, unmeasured } from './finding.js';

/** A kind of failure starts a failover by itself: the first trigger after the fault bears its name. */
export function triggeredBy(name: string): ClaimJudge {
  return {
    reads: ['fault', 'failover'],
    violationStandsDespite: ['generator-dropped', 'interrupted'],
    judge(claim, { effective, trigger }) {
      const { unit } = claim.promised;
      if (effective === undefined)
        return unmeasured(claim, 'There is no proven effect that could have been a trigger.');
      if (trigger === undefined) {
        return {
          outcome: 'broken',
          measured: { value: false, unit },
          reason: `Nothing was triggered by ${effective.fault} as long as it was watched.`,
          basedOn: [effective],
        };
      }
      const isIt = trigger.trigger === name;
      const text = `${effective.fault} triggered a failover as ${trigger.trigger ?? 'unknown'}`;
      // Another trigger that was faster says nothing about this one.
      if (!isIt) return unmeasured(claim, `${text}, which came before ${name} could.`, [effective, trigger]);
      return {
        outcome: 'held',
        measured: { value: true, unit },
        reason: `${text}.`,
        basedOn: [effective, trigger],
      };
    },
  };
}
