import type { CanaryMetric, CanaryPolicy } from './canary-policy.js';
import { certainlySlow, type Events, errorsOf, errorsOfCanary, tailOf } from './events.js';
import type { Interval } from './interval.js';
import { logOddsEValue, type TwoByTwo } from './odds-e-value.js';
import { logExcessEValue } from './rate-e-value.js';
import { smallestExcess } from './trouble.js';

/** Alarms that hold the canary against a rate of the policy, whatever the baseline does. */
export type OverAlarmName = 'errors-over' | 'latency-over';

export type AlarmName = OverAlarmName | 'errors-worse' | 'latency-worse' | 'cpu-worse';

/** A way in which a canary can be bad. */
export interface Alarm {
  readonly metric: CanaryMetric;
  /** Chance of a false alarm over the whole rollout. */
  readonly falseAlarms: number;
  /** Weights of the alternatives; they sum to 1. */
  readonly weights: readonly number[];
  /** ln of the e-value of each alternative in one interval; `undefined`: nothing was measured. */
  logFactors(interval: Interval, policy: CanaryPolicy): readonly number[] | undefined;
}

/** So many times more CPU than the baseline is not "worse" yet. Source: the contract of `attest replay canary`. */
export const tolerableCpuRatio = 1.15;

/** Odds ratios, with most weight on the doubling that has to be found. */
const worse = [
  { odds: 1.5, weight: 0.15 },
  { odds: 2, weight: 0.5 },
  { odds: 3, weight: 0.2 },
  { odds: 6, weight: 0.1 },
  { odds: 20, weight: 0.05 },
] as const;

/** Shares of requests; the tail is looked at from three distances. */
const tails = [0.1, 0.03, 0.01] as const;

/** Multiples of a rate that must not be exceeded. */
const over = [smallestExcess, 1.5, 2, 4, 10] as const;

/** Stakes on the canary needing more CPU than is tolerable, each interval a coin toss if it does not. */
const stakes = [
  { stake: 1, weight: 0.5 },
  { stake: 0.6, weight: 0.3 },
  { stake: 0.3, weight: 0.2 },
] as const;

/** What the alarms of a rate count, and the share of it that is accepted, 0–1. */
export const overRates = {
  'errors-over': {
    events: ({ canary }) => errorsOfCanary(canary),
    accepted: ({ errorRate }) => errorRate,
  },
  'latency-over': {
    events: ({ canary }, policy) => certainlySlow(canary, policy),
    accepted: () => 0.01,
  },
} as const satisfies Record<
  OverAlarmName,
  {
    /** `undefined`: not measured. */
    events(interval: Interval, policy: CanaryPolicy): Events | undefined;
    accepted(policy: CanaryPolicy): number;
  }
>;

export const overAlarmNames = Object.keys(overRates) as OverAlarmName[];

/**
 * The chances of false alarms add up to 1 % for a whole rollout (union bound). Most of it goes where evidence is scarce: a doubled error
 * rate shows itself a few errors at a time, a slow tail or a busy CPU in every request or interval.
 */
export const alarms = {
  'errors-worse': {
    metric: 'error_rate',
    falseAlarms: 0.008,
    weights: worse.map(({ weight }) => weight),
    logFactors: (interval) => against(errorsOf(interval)),
  },
  'errors-over': {
    metric: 'error_rate',
    falseAlarms: 0.0005,
    weights: over.map(() => 1 / over.length),
    logFactors: (interval, policy) => aboveRate('errors-over', interval, policy),
  },
  'latency-worse': {
    metric: 'latency',
    falseAlarms: 0.0007,
    weights: tails.flatMap(() => worse.map(({ weight }) => weight / tails.length)),
    logFactors: (interval) => {
      const tables = tails.map((share) => tailOf(interval, share));
      if (tables.every((table) => table === undefined)) return undefined;
      return tables.flatMap((table) => (table === undefined ? worse.map(() => 0) : against(table)));
    },
  },
  'latency-over': {
    metric: 'latency',
    falseAlarms: 0.0003,
    weights: over.map(() => 1 / over.length),
    logFactors: (interval, policy) => aboveRate('latency-over', interval, policy),
  },
  'cpu-worse': {
    metric: 'cpu_usage',
    falseAlarms: 0.0005,
    weights: stakes.map(({ weight }) => weight),
    logFactors: ({ canary, baseline }) => {
      if (canary.cpu === undefined || baseline.cpu === undefined) return undefined;
      const more = canary.cpu > tolerableCpuRatio * baseline.cpu;
      return stakes.map(({ stake }) => Math.log(more ? 1 + stake : 1 - stake));
    },
  },
} as const satisfies Record<AlarmName, Alarm>;

export const alarmNames = Object.keys(alarms) as AlarmName[];

const against = (table: TwoByTwo) => worse.map(({ odds }) => logOddsEValue(table, odds));

function aboveRate(name: OverAlarmName, interval: Interval, policy: CanaryPolicy) {
  const { events, accepted } = overRates[name];
  const seen = events(interval, policy);
  return seen && over.map((multiple) => logExcessEValue(seen, multiple, accepted(policy)));
}
