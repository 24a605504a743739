import { type ClaimJudge, unmeasured } from './finding.js';
import { promisedTime, seconds } from './promise.js';

/** From the proven effect of the fault to the failover controller's trigger. */
export const detectionTime: ClaimJudge = {
  reads: ['fault', 'failover'],
  // Only these leave the two moments, and everything that leads from one to the other, untouched.
  violationStandsDespite: ['generator-dropped', 'interrupted'],
  judge(claim, { intent, effective, trigger, of, watchedUntilT }) {
    const promise = promisedTime(claim);
    if (promise === undefined) return unmeasured(claim, 'The promise is not a time.');
    if (intent === undefined || effective === undefined) {
      return unmeasured(claim, 'There is no proven effect from which detection could be timed.');
    }
    const { unit } = claim.promised;
    const earlier = of('failover').find(({ event, t }) => event === 'trigger' && t < intent.t);
    if (earlier !== undefined) {
      return unmeasured(claim, 'A failover had been triggered before the fault was injected.', [
        earlier,
        intent,
      ]);
    }
    if (trigger === undefined) {
      const ms = watchedUntilT - effective.t;
      const text = `No failover was triggered within ${seconds(ms)} of the proven effect`;
      if (promise.keeps(ms)) {
        return unmeasured(claim, `${text}, which is shorter than promised (${promise.text}).`, [effective]);
      }
      return {
        outcome: 'broken',
        measured: { value: promise.value(ms), unit, atLeast: true },
        reason: `${text}; promised is detection in ${promise.text}${promise.margin(ms)} at least.`,
        basedOn: [effective],
      };
    }
    // Proving takes time. A trigger that comes first is timed from the intent: an upper bound.
    const isBeforeProof = trigger.t < effective.t;
    const ms = trigger.t - (isBeforeProof ? intent : effective).t;
    const since = isBeforeProof ? 'the injection, before its effect was even proven' : 'the proven effect';
    const by = trigger.trigger === undefined ? '' : ` as ${trigger.trigger}`;
    return {
      outcome: promise.keeps(ms) ? 'held' : 'broken',
      measured: { value: promise.value(ms), unit },
      reason: `Detected${by} ${seconds(ms)} after ${since}; promised ${promise.text}${promise.margin(ms)}.`,
      basedOn: [isBeforeProof ? intent : effective, trigger],
    };
  },
};
