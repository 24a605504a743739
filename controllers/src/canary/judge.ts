import { type AlarmName, alarmNames, alarms, overRates } from './alarms.js';
import type { CanaryMetric, CanaryPolicy } from './canary-policy.js';
import { doubtsOf } from './doubts.js';
import { alarmLevel, type Evidence } from './evidence.js';
import { oddsRatio } from './odds-ratio.js';
import { doubtReason, goodReason, rollbackReason } from './reasons.js';
import { outweighsAMinute } from './trouble.js';

export type Judgement =
  | { readonly finding: 'bad'; readonly metric: CanaryMetric; readonly reason: string }
  | { readonly finding: 'good'; readonly reason: string }
  | {
      readonly finding: 'unknown';
      readonly reason: string;
      /** So much longer it would take at the traffic seen so far; `undefined`: it would never be known, or nobody can say. */
      readonly secondsMore: number | undefined;
    };

/**
 * What differs by less is left alone however certain it is: a canary has colder caches than its baseline, and with enough traffic
 * every difference becomes certain. The same as for CPU.
 */
const material = 1.15;

/**
 * Is the canary bad, good, or does nobody know yet? It may be asked after every interval: the chance that a canary which is no worse
 * than its baseline and within the thresholds is ever called bad is at most 1 % for the whole rollout.
 */
export function judgeCanary(evidence: Evidence, policy: CanaryPolicy): Judgement {
  // What got no request has shown nothing, whatever its CPU does.
  const raised = evidence.totals.canary.requests === 0 ? undefined : loudest(evidence, policy);
  if (raised !== undefined) {
    const { metric } = alarms[raised];
    return { finding: 'bad', metric, reason: rollbackReason(raised, evidence, policy) };
  }
  const doubts = doubtsOf(evidence, policy);
  if (doubts.open.length === 0) return { finding: 'good', reason: goodReason(evidence, policy) };
  return { finding: 'unknown', reason: doubtReason(doubts, evidence), secondsMore: doubts.secondsMore };
}

/** Of the alarms that are certain enough, the most certain. */
function loudest(evidence: Evidence, policy: CanaryPolicy): AlarmName | undefined {
  return alarmNames
    .map((name) => ({ name, level: alarmLevel(evidence, name) }))
    .filter(({ name, level }) => level >= 1 && isMaterial(evidence, name, policy))
    .sort((one, other) => other.level - one.level)[0]?.name;
}

function isMaterial(evidence: Evidence, name: AlarmName, policy: CanaryPolicy): boolean {
  switch (name) {
    case 'errors-worse':
      return (oddsRatio(evidence.errorOdds) ?? 0) >= material;
    case 'latency-worse':
      return (oddsRatio(evidence.tailOdds) ?? 0) >= material;
    case 'errors-over':
    case 'latency-over': {
      const trouble = evidence.troubles[name];
      // What has never kept a promise need not be waited for.
      return trouble.seconds >= evidence.t || outweighsAMinute(trouble, overRates[name].accepted(policy));
    }
    case 'cpu-worse':
      return true;
  }
}
