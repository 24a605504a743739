import type { CanaryMetric, CanaryPolicy } from './canary-policy.js';
import { certainlySlow, errorsOf, tailOf } from './events.js';
import type { Interval } from './interval.js';
import { logOddsEValue, type TwoByTwo } from './odds-e-value.js';
import { logRateEValue } from './rate-e-value.js';

export type AlarmName = 'errors-worse' | 'errors-over' | 'latency-worse' | 'latency-over' | 'cpu-worse';

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
const over = [1.25, 1.5, 2, 4, 10] as const;

/** Stakes on the canary needing more CPU than is tolerable, each interval a coin toss if it does not. */
const stakes = [
  { stake: 1, weight: 0.5 },
  { stake: 0.6, weight: 0.3 },
  { stake: 0.3, weight: 0.2 },
] as const;

const p99 = 0.01;

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
    logFactors: ({ canary }, { errorRate }) => overRate(canary.requests, canary.errors, errorRate),
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
    logFactors: ({ canary }, policy) => {
      const slow = certainlySlow(canary, policy);
      return slow && overRate(slow.total, slow.events, p99);
    },
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

const overRate = (total: number, events: number, rate: number) =>
  over.map((multiple) => logRateEValue(total, events, Math.min(multiple * rate, 0.99), rate));
