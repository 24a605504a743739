import { type ClaimJudge, unmeasured } from './finding.js';
import { keepsNumber } from './promise.js';

/** How many failovers were triggered since the fault was intended. */
export const noFailover: ClaimJudge = {
  reads: ['fault', 'failover'],
  violationStandsDespite: ['no-traffic', 'generator-dropped', 'generator-failed', 'interrupted', 'gave-up'],
  judge(claim, { of, intent, effective }) {
    if (intent === undefined || effective === undefined) {
      return unmeasured(claim, 'There is no proven effect that a failover could have followed.');
    }
    const triggers = of('failover').filter(({ event, t }) => event === 'trigger' && t >= intent.t);
    const [first] = triggers;
    return {
      outcome: keepsNumber(claim.promised, triggers.length) ? 'held' : 'broken',
      measured: { value: triggers.length, unit: claim.promised.unit },
      reason:
        first === undefined
          ? `No failover was triggered while ${effective.fault} was in place, or after it.`
          : `A failover was triggered as ${first.trigger ?? 'unknown'}, though ${effective.fault} is no reason for one.`,
      basedOn: [effective, ...triggers],
    };
  },
};
