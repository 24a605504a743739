import {
  type AlarmName,
  alarmNames,
  alarms,
  type OverAlarmName,
  overAlarmNames,
  overRates,
} from './alarms.js';
import { type Assurance, assuranceNames, assurances } from './assurances.js';
import { type CanaryPolicy, rolloutSeconds } from './canary-policy.js';
import { advance, type EProcess, logEvidence, startEProcess } from './e-process.js';
import { errorsOf, tailOf } from './events.js';
import type { Interval } from './interval.js';
import { addTable, noOddsRatio, type OddsRatio } from './odds-ratio.js';
import { addTotals, noTotals, type Totals } from './totals.js';
import { noTrouble, prolong, type Trouble } from './trouble.js';

/** Everything that is remembered of a rollout: sums and evidence, whatever its length. */
export interface Evidence {
  readonly t: number;
  readonly alarms: Readonly<Record<AlarmName, EProcess>>;
  /** ln of the wealth of each alternative, bet against each doubt. */
  readonly assurances: Readonly<Record<Assurance, readonly number[]>>;
  readonly totals: { readonly canary: Totals; readonly baseline: Totals };
  readonly errorOdds: OddsRatio;
  readonly tailOdds: OddsRatio;
  /** Since when a rate is exceeded, and by how much. */
  readonly troubles: Readonly<Record<OverAlarmName, Trouble>>;
}

const record = <K extends string, V>(names: readonly K[], value: (name: K) => V) =>
  Object.fromEntries(names.map((name) => [name, value(name)])) as Record<K, V>;

export const noEvidence: Evidence = {
  t: 0,
  alarms: record(alarmNames, (name) => startEProcess(alarms[name].weights.length)),
  assurances: record(assuranceNames, (name) => assurances[name].weights.map(() => 0)),
  totals: { canary: noTotals, baseline: noTotals },
  errorOdds: noOddsRatio,
  tailOdds: noOddsRatio,
  troubles: record(overAlarmNames, () => noTrouble),
};

/** The tail whose odds are estimated. */
const estimatedTail = 0.03;

/** Evidence after one more interval. */
export function observe(before: Evidence, interval: Interval, policy: CanaryPolicy): Evidence {
  const share = interval.seconds / rolloutSeconds(policy);
  return {
    t: interval.t,
    alarms: record(alarmNames, (name) => {
      const factors = policy.metrics.includes(alarms[name].metric)
        ? alarms[name].logFactors(interval, policy)
        : undefined;
      return advance(before.alarms[name], share, factors ?? []);
    }),
    assurances: record(assuranceNames, (name) => {
      const factors = assurances[name].logFactors(interval, policy);
      return before.assurances[name].map((wealth, at) => wealth + (factors[at] ?? 0));
    }),
    totals: {
      canary: addTotals(before.totals.canary, interval.canary),
      baseline: addTotals(before.totals.baseline, interval.baseline),
    },
    errorOdds: addTable(before.errorOdds, errorsOf(interval)),
    tailOdds: addTable(before.tailOdds, tailOf(interval, estimatedTail)),
    troubles: record(overAlarmNames, (name) => {
      const { events, accepted } = overRates[name];
      const seen = events(interval, policy) ?? { total: 0, events: 0 };
      return prolong(before.troubles[name], seen, interval.seconds, accepted(policy));
    }),
  };
}

/** 1 and more: certain enough to roll back. On a logarithmic scale, as the share of the evidence that is needed. */
export function alarmLevel(evidence: Evidence, name: AlarmName): number {
  const { weights, falseAlarms } = alarms[name];
  return logEvidence(evidence.alarms[name], weights) / Math.log(1 / falseAlarms);
}
