import { type ClaimJudge, unmeasured } from './finding.js';
import type { Injection } from './injections.js';
import { keepsNumber } from './promise.js';

/** How many failovers were triggered since the fault was intended. */
export const noFailover: ClaimJudge = {
  reads: ['fault', 'failover'],
  violationStandsDespite: ['no-traffic', 'generator-dropped', 'generator-failed', 'interrupted', 'gave-up'],
  judge(claim, { of, injections, intent, effective }) {
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
          ? `No failover was triggered while ${whatWas(injections)} in place, or after it.`
          : `A failover was triggered as ${first.trigger ?? 'unknown'}, though ${standingAt(first.t, injections)} is no reason for one.`,
      basedOn: [effective, ...triggers],
    };
  },
};

function whatWas(injections: readonly Injection[]): string {
  const names = [...new Set(injections.map(({ intent }) => intent.fault))];
  return injections.length === 1
    ? `${names[0]} was`
    : `any of ${injections.length} faults (${names.join(', ')}) was`;
}

/** What was in place when it was triggered, or had been last. */
function standingAt(t: number, injections: readonly Injection[]): string {
  const before = injections.filter(({ intent }) => intent.t <= t);
  const standing = before.filter(({ undone }) => undone === undefined || undone.t > t);
  return (standing.length > 0 ? standing : before.slice(-1)).map(({ intent }) => intent.fault).join(' with ');
}
